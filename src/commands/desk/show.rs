//! How the desk makes what is read: cards from the community as it is, names put in last, and the replies of trouble.

use crate::cards::{self, Card, CardKind, Sheet, View, mark};
use crate::commands::desk::{Ask, Desk, name_of};
use crate::commands::invocation::{Reply, Told, Visibility};
use crate::domain::community::Community;
use crate::domain::event::Event;
use crate::domain::refusal::Refusal;
use crate::engine::{EngineError, IdentityRow, SpaceRow, reference};

impl Desk {
    /// Makes a card for the asker from the community as it is.
    ///
    /// # Errors
    /// If the community can't be read.
    pub async fn card(
        &self,
        ask: &Ask,
        make: impl Fn(&View<'_>) -> Sheet,
    ) -> Result<Card, EngineError> {
        let reader = Reader {
            identity: ask.identity,
            moderator: ask.who.moderator,
        };
        let sheet = self.sheet(ask.community_id(), reader, make).await?;
        self.named(&ask.space, sheet).await
    }

    /// The same, for an asker whose number and name have just become known.
    ///
    /// # Errors
    /// If the community can't be read.
    pub async fn card_for(
        &self,
        ask: &Ask,
        identity: Option<u32>,
        make: impl Fn(&View<'_>) -> Sheet,
    ) -> Result<Card, EngineError> {
        let reader = Reader {
            identity,
            moderator: ask.who.moderator,
        };
        let sheet = self.sheet(ask.community_id(), reader, make).await?;
        let asker = identity.map(|identity_no| IdentityRow {
            community_id: ask.community_id(),
            identity_no,
            space_id: ask.space.space_id,
            platform_user: Some(ask.who.user.clone()),
            name: name_of(&ask.who),
            locale: ask.who.locale.clone(),
        });
        self.named_beside(&ask.space, sheet, asker).await
    }

    /// Makes a card for everybody in a space.
    ///
    /// # Errors
    /// If the community can't be read.
    pub async fn public_card(
        &self,
        space: &SpaceRow,
        make: impl Fn(&View<'_>) -> Sheet,
    ) -> Result<Card, EngineError> {
        let sheet = self
            .sheet(
                space.community_id,
                Reader {
                    identity: None,
                    moderator: false,
                },
                make,
            )
            .await?;
        self.named(space, sheet).await
    }

    /// Reads a community for the asker.
    ///
    /// # Errors
    /// The refusal of `read`, or the community can't be read.
    pub async fn look<R>(
        &self,
        ask: &Ask,
        read: impl Fn(&View<'_>) -> Result<R, Refusal>,
    ) -> Result<R, EngineError> {
        let now_ms = self.engine.now_ms();
        let reader = Reader {
            identity: ask.identity,
            moderator: ask.who.moderator,
        };
        let answer = self
            .engine
            .view(ask.community_id(), |community| {
                read(&reader.view(community, now_ms))
            })
            .await?;
        Ok(answer?)
    }

    /// What the member whose entry a moderator judged is told privately; nothing where it is the moderator's own, or
    /// the member is from another space.
    ///
    /// # Errors
    /// If the community can't be read.
    pub async fn tell(
        &self,
        ask: &Ask,
        identity: u32,
        event: &Event,
    ) -> Result<Vec<Told>, EngineError> {
        if ask.identity == Some(identity) {
            return Ok(Vec::new());
        }
        let names = self
            .engine
            .names(ask.community_id(), &[(identity, 0)])
            .await?;
        let Some(user) = names.user(identity, ask.space.space_id) else {
            return Ok(Vec::new());
        };
        let reader = Reader {
            identity: Some(identity),
            moderator: false,
        };
        let reason = ask.arguments.get("reason");
        let make = |view: &View<'_>| cards::judgement::told(view, event, reason);
        let sheet = self.sheet(ask.community_id(), reader, make).await?;
        let card = self.named(&ask.space, sheet).await?;
        let user = user.to_owned();
        Ok(vec![Told { user, card }])
    }

    pub(in crate::commands) async fn sheet(
        &self,
        community_id: i64,
        reader: Reader,
        make: impl Fn(&View<'_>) -> Sheet,
    ) -> Result<Sheet, EngineError> {
        let now_ms = self.engine.now_ms();
        self.engine
            .view(community_id, |community| {
                make(&reader.view(community, now_ms))
            })
            .await
    }

    /// Puts names into a card.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn named(&self, space: &SpaceRow, sheet: Sheet) -> Result<Card, EngineError> {
        self.named_beside(space, sheet, None).await
    }

    /// The same where one of those in it is known as she is now.
    async fn named_beside(
        &self,
        space: &SpaceRow,
        sheet: Sheet,
        known: Option<IdentityRow>,
    ) -> Result<Card, EngineError> {
        let names = self
            .engine
            .names_beside(space.community_id, &sheet.people(), known)
            .await?;
        let former = cards::say::say("former-member", &[]);
        let name = |mention: mark::Mention| {
            names
                .name(mention)
                .map_or_else(|| former.clone(), shown_name)
        };
        Ok(sheet.named(&name, &|identity| {
            names.user(identity, space.space_id).map(str::to_owned)
        }))
    }
}

/// Who reads a card.
#[derive(Debug, Clone, Copy)]
pub(in crate::commands) struct Reader {
    pub identity: Option<u32>,
    pub moderator: bool,
}

impl Reader {
    pub(in crate::commands) fn view(self, community: &Community, now_ms: i64) -> View<'_> {
        View {
            community,
            now_ms,
            reader: self.identity.unwrap_or(0),
            moderator: self.moderator,
        }
    }
}

impl Reply {
    /// A reply that the asker alone sees.
    #[must_use]
    pub fn private(card: Card) -> Self {
        Self {
            card,
            visibility: Visibility::Private,
            refused: false,
            file: None,
            field_errors: Vec::new(),
            about: None,
            replaces: None,
            tells: Vec::new(),
            also: None,
            removes: false,
            forgotten: false,
            later: None,
        }
    }

    /// A reply that everybody in the channel sees.
    #[must_use]
    pub fn public(card: Card) -> Self {
        Self {
            visibility: Visibility::Public,
            ..Self::private(card)
        }
    }
}

/// A name without what could pass for a mark or turn the text round, at most 80 characters.
pub(super) fn shown_name(name: &str) -> String {
    let clean: String = crate::domain::act::draft::clean(name)
        .chars()
        .take(80)
        .collect();
    if clean.is_empty() {
        "?".to_owned()
    } else {
        clean
    }
}

/// A card of one line.
pub(super) fn plain(kind: CardKind, title: String) -> Card {
    Card {
        kind,
        title: title.into(),
        ..Card::default()
    }
}

pub(super) fn outage(error: &EngineError) -> Reply {
    let reference = reference();
    tracing::error!(%error, reference, "a command could not be carried out");
    let name = match error {
        EngineError::Unknown(_) => "not-known",
        EngineError::Unavailable(_) | EngineError::Busy => "try-again",
        _ => return broken(&reference),
    };
    Reply {
        refused: true,
        ..Reply::private(plain(CardKind::Refusal, cards::say::say(name, &[])))
    }
}

pub(super) fn broken(reference: &str) -> Reply {
    let text = cards::say::say("something-broke", &[("reference", reference.into())]);
    Reply {
        refused: true,
        ..Reply::private(plain(CardKind::Refusal, text))
    }
}
