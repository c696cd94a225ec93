"""Slack's own Python SDK as a second signer: reads JSON lines, answers each with one.

A line {"secret", "at", "body"} is answered with {"signature"}: what slack_sdk signs. A line that also has "signature"
is answered with {"taken"}: whether slack_bolt lets such a request in. Exit code 3: the SDK is missing.
"""

import json
import sys

try:
    from slack_bolt import App, BoltRequest
    from slack_bolt.authorization import AuthorizeResult
    from slack_sdk.signature import Clock, SignatureVerifier
except ImportError:
    sys.exit(3)


class Stopped(Clock):
    """The clock of the test."""

    def __init__(self, at):
        self.at = at

    def now(self):
        return float(self.at)


def taken(line):
    """Whether slack_bolt hands such a request to its listeners."""
    # Nobody is asked who the bot is: that would leave this machine.
    bot = AuthorizeResult(
        enterprise_id=None, team_id="T1", bot_token="xoxb-none", bot_user_id="U0BOT"
    )
    app = App(signing_secret=line["secret"], authorize=lambda **_: bot)
    # The verifier is told what time it is, as ours is.
    for middleware in app._middleware_list:
        verifier = getattr(middleware, "verifier", None)
        if verifier is not None:
            verifier.clock = Stopped(line.get("now", line["at"]))
    heard = []
    app.command("/progress")(lambda ack, command: (heard.append(command), ack()))
    app.event("app_mention")(lambda event: heard.append(event))
    headers = {
        "content-type": [line["kind"]],
        "x-slack-request-timestamp": [str(line["at"])],
        "x-slack-signature": [line["signature"]],
    }
    app.dispatch(BoltRequest(body=line["body"], headers=headers))
    app.listener_runner.listener_executor.shutdown(wait=True)
    return bool(heard)


for text in sys.stdin:
    line = json.loads(text)
    if "signature" in line:
        answer = {"taken": taken(line)}
    else:
        verifier = SignatureVerifier(line["secret"], Stopped(line["at"]))
        signature = verifier.generate_signature(
            timestamp=str(line["at"]), body=line["body"]
        )
        answer = {"signature": signature}
    print(json.dumps(answer), flush=True)
