-- What 0004 copied to message and told is not kept twice: who wrote when would stay here when its member is forgotten.
delete from slack_message;
delete from slack_told;
