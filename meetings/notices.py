"""Sentences that pages of planning and of meetings show after a press."""

from django.utils.translation import gettext_lazy as _

NOTICES = {
    "season-planned": _("The season is planned. Next, give the meetings titles and themes."),
    "season-planned-draw": _(
        "The season is planned. Next, draw the work pairs. Titles and themes can be written at any time."
    ),
    "season-copied": _("Titles, themes and agendas are copied. What had been written stayed."),
    "nothing-copied": _("There was nothing to copy: everything has been written already."),
    "meeting-added": _("The meeting was added."),
    "meeting-removed": _("The meeting was removed."),
    "theme-added": _("The theme was added."),
    "theme-deleted": _("The theme was deleted."),
    "pairs-drawn": _("The pairs are drawn. Members see them once you confirm the draw."),
    "draw-confirmed": _("The draw is confirmed. Everybody in the club sees the pairs."),
    "draw-undone": _("The draw is no longer confirmed. Only facilitators see it."),
    "partner-joined": _("The person has joined the pair."),
    "partner-drawn": _("A partner was drawn."),
    "partner-settled": _("The person has a partner already."),
    "host-dates-saved": _("The dates are saved. The draw takes them into account."),
    "already-drawn": _("The pairs had already been drawn. Here is the result."),
    "meetings-modelled": _("The agenda is taken from the earlier meeting. Make it your own."),
    "swap-asked": _("Your request is on its way to the other pair."),
    "swap-made": _("The turns are swapped. Everybody who hosts them gets a letter."),
    "swap-declined": _("Your answer is saved. The pair that asked gets a letter."),
    "swap-withdrawn": _("The request is withdrawn."),
    "swap-answered-already": _("The request has already been answered. Here is the result."),
    "meetings-answered": _("Your answer is saved."),
    "meetings-season-answered": _("Your answers are saved."),
    "meetings-season-sent": _("The season's invitations are on their way."),
    "meetings-answer-recorded": _("The answer is recorded."),
    "meetings-saved": _("Saved."),
    "meetings-saved-told": _(
        "Saved. Everybody who was invited gets a letter and an updated calendar entry."
    ),
    "meetings-restored": _("What stood before is back."),
    "meetings-saved-meanwhile": _(
        "Somebody has saved meanwhile, so nothing was brought back. Look at what changed and choose again."
    ),
    "meetings-duplicated": _("Here is the copy. Nobody has been invited to it yet."),
    "meetings-called-off": _("The meeting is called off."),
    "meetings-called-off-told": _(
        "The meeting is called off. Everybody whom the invitation reached gets a letter, and the entry leaves their calendars."
    ),
    "meetings-uninvited": _("The invitation is withdrawn."),
    "meetings-uninvited-told": _(
        "The invitation is withdrawn. The person gets a letter, and the entry leaves their calendar."
    ),
    "meetings-invited-again": _("The person is expected again."),
    "meetings-feed-renewed": _("The old address no longer works. Here is the new one."),
    "meetings-invited": _("The invitations are on their way."),
    "meetings-nobody-new": _("Everybody already has an invitation."),
    "meetings-copy-sent": _("The preview is on its way to your own mailbox."),
    "meetings-copy-failed": _("The preview could not be sent: the mail server did not take it."),
    "meetings-reminded": _("The reminders are on their way."),
    "meetings-nobody-silent": _("Nobody needed a reminder."),
    "meetings-attendance": _("Attendance is saved."),
    "letter-readers": _("The readers have changed. See who they are, and send."),
    "letter-dropped": _("The draft has been thrown away."),
    "timings-saved": _("Saved. The letters leave at these times from now on."),
    "timings-usual": _("The letters leave at the usual times again."),
    "letters-started": _("From now on the season's letters leave by themselves."),
    "agreed-answered": _("Thank you. The club sees it in its list of things agreed."),
    "poll-saved": _("The poll is saved. Look it over, and ask."),
    "poll-asked": _("The question is on its way."),
    "poll-nobody-new": _("Everybody has been asked already."),
    "poll-answered": _("Thank you. Your answer is saved."),
    "poll-chosen": _("The time is chosen."),
    "poll-closed": _("The poll is closed. Nothing was chosen."),
    "poll-reopened": _("The poll is open again."),
    "meetings-settled": _("Marked as done."),
    "meetings-dropped": _("Marked as dropped."),
    "meetings-reopened": _("Open again."),
}
