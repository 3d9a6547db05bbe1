"""The table of rights as data: what each role is answered, for every URL.

`in` is the way to the sign-in page. A POST is sent empty, so that 200, 400 or 409 means "may, but said nothing that
could be done". A link holder came by a letter's link to this meeting; a host is one of the pair that hosts it; the
ex-member has left the club; nobody has an account and no club. The site of these tests is never `ready`: it has no mail
server.
"""

ROLES = ["anonymous", "link", "member", "host", "ex", "other", "facilitator", "admin", "nobody"]

# A letter in a frame carries its styles with it, as mail programs want; its policy forbids everything else.
FRAMED_LETTERS = {
    "boards:memo-preview",
    "home:demo-mail-html",
    "home:letter-html",
    "home:planned-html",
    "meetings:invitation-preview",
    "meetings:letter-draft-html",
    "meetings:season-preview",
}

TABLE = """
                                      anon  link  memb  host  ex    other facil admin nobod

health                          GET   200   200   200   200   200   200   200   200   200
                                POST  405   405   405   405   405   405   405   405   405
ready                           GET   503   503   503   503   503   503   503   503   503
                                POST  405   405   405   405   405   405   405   405   405

account_confirm_login_code      GET   in    in    302   302   302   302   302   302   302
                                POST  in    in    302   302   302   302   302   302   302
account_inactive                GET   200   200   200   200   200   200   200   200   200
                                POST  405   405   405   405   405   405   405   405   405
account_login                   GET   200   200   302   302   302   302   302   302   302
                                POST  200   200   302   302   302   302   302   302   302
account_logout                  GET   302   302   200   200   200   200   200   200   200
                                POST  302   302   302   302   302   302   302   302   302
account_request_login_code      GET   200   200   302   302   302   302   302   302   302
                                POST  200   200   302   302   302   302   302   302   302

accounts:language               GET   405   405   405   405   405   405   405   405   405
                                POST  400   400   400   400   400   400   400   400   400
accounts:settings               GET   in    in    200   200   200   200   200   200   200
                                POST  in    in    200   200   200   200   200   200   200

home:accessibility              GET   200   200   200   200   200   200   200   200   200
                                POST  405   405   405   405   405   405   405   405   405
home:address-works              GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   303   404   404
home:club                       GET   in    in    200   200   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
home:clubs                      GET   in    in    200   200   200   200   200   200   200
                                POST  in    in    405   405   405   405   405   405   405
home:demo                       GET   404   404   404   404   404   404   404   404   404
                                POST  404   404   404   404   404   404   404   404   404
home:demo-mail                  GET   404   404   404   404   404   404   404   404   404
                                POST  404   404   404   404   404   404   404   404   404
home:demo-mail-html             GET   404   404   404   404   404   404   404   404   404
                                POST  404   404   404   404   404   404   404   404   404
home:demo-mail-letter           GET   404   404   404   404   404   404   404   404   404
                                POST  404   404   404   404   404   404   404   404   404
home:demo-mail-raw              GET   404   404   404   404   404   404   404   404   404
                                POST  404   404   404   404   404   404   404   404   404
home:demo-sign-in               GET   404   404   404   404   404   404   404   404   404
                                POST  404   404   404   404   404   404   404   404   404
home:index                      GET   200   200   302   302   302   302   302   302   302
                                POST  405   405   405   405   405   405   405   405   405
home:leaving                    GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
home:letter                     GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
home:letter-html                GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
home:letter-mend                GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   200   404   404
home:my-page                    GET   in    in    200   200   200   200   302   200   200
                                POST  in    in    405   405   405   405   405   405   405
home:next-steps                 GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
home:outbox                     GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
home:planned                    GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
home:planned-change             GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   400   404   404
home:planned-html               GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
home:privacy                    GET   200   200   200   200   200   200   200   200   200
                                POST  405   405   405   405   405   405   405   405   405
home:sending                    GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
home:sending-stop               GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   303   404   404
home:theme                      GET   in    in    200   200   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
home:theme-proposals            GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    403   403   404   404   200   404   404

clubs:club-edit                 GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    403   403   404   404   200   404   404
clubs:club-new                  GET   in    in    403   403   403   403   403   200   403
                                POST  in    in    403   403   403   403   403   200   403
clubs:club-new-people           GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   403   403   403   200   403
clubs:join                      GET   200   200   200   200   200   200   200   200   200
                                POST  303   303   409   409   303   303   409   303   303
clubs:join-send                 GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   409   404   404
clubs:letter-choices            GET   200   200   200   200   200   200   200   200   200
                                POST  303   303   303   303   303   303   303   303   303
clubs:letter-settings           GET   in    in    200   200   200   200   200   200   200
                                POST  in    in    303   303   303   303   303   303   303
clubs:member-edit               GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    403   403   404   404   200   404   404
clubs:member-leave              GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   303   404   404
clubs:member-merge              GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    403   403   404   404   400   404   404
clubs:member-return             GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   303   404   404
clubs:people                    GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
clubs:people-add                GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   400   404   404
clubs:people-export             GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   200   404   404
clubs:people-file               GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   400   404   404
clubs:people-preview            GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   400   404   404
clubs:unsubscribe               GET   200   200   200   200   200   200   200   200   200
                                POST  303   303   303   303   303   303   303   303   303

meetings:agenda                 GET   in    in    403   200   404   404   200   404   404
                                POST  in    in    403   200   404   404   200   404   404
meetings:agreed                 GET   in    in    200   200   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
meetings:agreed-answer          GET   200   200   200   200   200   200   200   200   200
                                POST  400   400   400   400   400   400   400   400   400
meetings:agreed-edit            GET   in    in    200   403   404   404   200   404   404
                                POST  in    in    400   403   404   404   400   404   404
meetings:agreed-settle          GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    400   403   404   404   400   404   404
meetings:answer                 GET   200   200   200   200   200   200   200   200   200
                                POST  400   400   400   400   400   400   400   400   400
meetings:answer-for             GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   400   404   404
meetings:answer-own             GET   in    405   405   405   405   405   405   405   405
                                POST  in    400   400   400   404   404   404   404   404
meetings:attendance             GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    403   403   404   404   400   404   404
meetings:attendance-list        GET   in    in    403   200   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
meetings:attendance-year        GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
meetings:calendar               GET   in    200   200   200   404   404   200   404   404
                                POST  in    405   405   405   405   405   405   405   405
meetings:call-off               GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    403   403   404   404   303   404   404
meetings:draw                   GET   in    in    200   200   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
meetings:draw-check             GET   in    in    200   200   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
meetings:draw-confirm           GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   400   404   404
meetings:draw-new               GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   303   404   404
meetings:draw-partner           GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   400   404   404
meetings:draw-show              GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
meetings:draw-undo              GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   303   404   404
meetings:feed                   GET   200   200   200   200   200   200   200   200   200
                                POST  405   405   405   405   405   405   405   405   405
meetings:history                GET   in    in    403   200   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
meetings:host-dates             GET   in    in    200   200   404   404   200   404   404
                                POST  in    in    303   303   404   404   303   404   404
meetings:host-desk              GET   in    in    403   200   404   404   200   404   404
                                POST  in    in    403   303   404   404   303   404   404
meetings:host-model             GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   400   404   404   400   404   404
meetings:host-tick              GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   400   404   404   400   404   404
meetings:invitation             GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
meetings:invitation-preview     GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
meetings:invitation-progress    GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
meetings:invitation-send        GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   303   404   404
meetings:invitation-send-to-me  GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   303   404   404
meetings:invite-again           GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   303   404   404
meetings:letter-draft           GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    403   403   404   404   200   404   404
meetings:letter-draft-html      GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
meetings:letter-new             GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    403   403   404   404   200   404   404
meetings:letter-timings         GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    403   403   404   404   303   404   404
meetings:letters-start          GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   303   404   404
meetings:material-file          GET   in    200   200   200   404   404   200   404   404
                                POST  in    405   405   405   405   405   405   405   405
meetings:material-read          GET   in    405   405   405   405   405   405   405   405
                                POST  in    303   303   303   404   404   303   404   404
meetings:materials              GET   in    in    403   200   404   404   200   404   404
                                POST  in    in    403   200   404   404   200   404   404
meetings:meeting                GET   in    200   200   200   404   404   200   404   404
                                POST  in    405   405   405   405   405   405   405   405
meetings:meeting-add            GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   400   404   404
meetings:meeting-duplicate      GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   303   404   404
meetings:meeting-edit           GET   in    in    403   200   404   404   200   404   404
                                POST  in    in    403   400   404   404   400   404   404
meetings:meeting-remove         GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   400   404   404
meetings:my-calendar            GET   in    in    200   200   200   200   200   200   200
                                POST  in    in    405   405   405   405   405   405   405
meetings:my-calendar-renew      GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    303   303   303   303   303   303   303
meetings:participants           GET   in    in    200   200   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
meetings:planner                GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
meetings:poll                   GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
meetings:poll-answer            GET   200   200   200   200   200   200   200   200   200
                                POST  400   400   400   400   400   400   400   400   400
meetings:poll-answer-for        GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    403   403   404   404   400   404   404
meetings:poll-answer-own        GET   in    in    200   200   404   404   403   404   404
                                POST  in    in    400   400   404   404   403   404   404
meetings:poll-choose            GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   303   404   404
meetings:poll-close             GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   303   404   404
meetings:poll-edit              GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    403   403   404   404   400   404   404
meetings:poll-new               GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    403   403   404   404   400   404   404
meetings:poll-send              GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   303   404   404
meetings:polls                  GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
meetings:remind                 GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   303   404   404
meetings:revision-restore       GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   303   404   404   303   404   404
meetings:season                 GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    403   403   404   404   400   404   404
meetings:season-answer          GET   200   200   200   200   200   200   200   200   200
                                POST  400   400   400   400   400   400   400   400   400
meetings:season-copy            GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   400   404   404
meetings:season-days            GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   200   404   404
meetings:season-invitation      GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
meetings:season-new             GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    403   403   404   404   200   404   404
meetings:season-preview         GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
meetings:season-progress        GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
meetings:season-send            GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   303   404   404
meetings:season-send-to-me      GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   303   404   404
meetings:swap                   GET   in    in    403   200   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
meetings:swap-answer            GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   400   404   404   400   404   404
meetings:swap-ask               GET   in    in    403   200   404   404   200   404   404
                                POST  in    in    403   400   404   404   400   404   404
meetings:theme-delete           GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   303   404   404
meetings:theme-edit             GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   200   404   404
meetings:theme-move             GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   303   404   404
meetings:themes                 GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    403   403   404   404   200   404   404
meetings:uninvite               GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   303   404   404

boards:board                    GET   in    200   200   200   404   404   200   404   404
                                POST  in    405   405   405   405   405   405   405   405
boards:comment-delete           GET   in    405   405   405   405   405   405   405   405
                                POST  in    403   303   403   404   404   303   404   404
boards:freeze                   GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    403   403   404   404   303   404   404
boards:ideas                    GET   in    in    200   200   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
boards:memo                     GET   in    in    200   200   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
boards:memo-edit                GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    403   403   404   404   200   404   404
boards:memo-preview             GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
boards:memo-progress            GET   in    in    403   403   404   404   404   404   404
                                POST  in    in    405   405   405   405   405   405   405
boards:memo-send                GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    403   403   404   404   303   404   404
boards:note-add                 GET   in    405   405   405   405   405   405   405   405
                                POST  in    400   400   400   404   404   400   404   404
boards:note-agree               GET   in    403   200   403   404   404   200   404   404
                                POST  in    403   200   403   404   404   200   404   404
boards:note-comment             GET   in    405   405   405   405   405   405   405   405
                                POST  in    400   400   400   404   404   400   404   404
boards:note-delete              GET   in    405   405   405   405   405   405   405   405
                                POST  in    403   303   403   404   404   303   404   404
boards:note-edit                GET   in    403   200   403   404   404   200   404   404
                                POST  in    403   200   403   404   404   200   404   404
boards:note-move                GET   in    405   405   405   405   405   405   405   405
                                POST  in    403   303   403   404   404   303   404   404
boards:note-restore             GET   in    405   405   405   405   405   405   405   405
                                POST  in    403   303   403   404   404   303   404   404
boards:note-support             GET   in    405   405   405   405   405   405   405   405
                                POST  in    303   303   303   404   404   303   404   404
boards:review                   GET   in    405   405   405   405   405   405   405   405
                                POST  in    403   303   403   404   404   303   404   404
boards:unfreeze                 GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   303   404   404

feedback:changes                GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   303   404   404
feedback:form                   GET   200   200   200   200   200   200   200   200   200
                                POST  400   400   400   400   400   400   400   400   400
feedback:meeting-open           GET   in    in    405   405   405   405   405   405   405
                                POST  in    in    403   403   404   404   303   404   404
feedback:overview               GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
feedback:questions              GET   in    in    403   403   404   404   200   404   404
                                POST  in    in    403   403   404   404   409   404   404
feedback:results                GET   in    in    200   200   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405
feedback:season-open            GET   in    in    403   403   404   404   302   404   404
                                POST  in    in    403   403   404   404   302   404   404
feedback:season-results         GET   in    in    200   200   404   404   200   404   404
                                POST  in    in    405   405   405   405   405   405   405

outbox:inbound                  GET   404   404   404   404   404   404   404   404   404
                                POST  404   404   404   404   404   404   404   404   404

ui:styleguide                   GET   404   404   404   404   404   404   404   404   404
                                POST  404   404   404   404   404   404   404   404   404
"""


def read_table() -> dict[str, dict[str, dict[str, str]]]:
    """Return name -> method -> role -> what it is answered."""
    rows: dict[str, dict[str, dict[str, str]]] = {}
    name = ""
    for line in TABLE.splitlines()[2:]:
        words = line.split()
        if len(words) == len(ROLES) + 2:
            name = words.pop(0)
        if words:
            rows.setdefault(name, {})[words[0]] = dict(zip(ROLES, words[1:], strict=True))
    return rows


ROWS = read_table()
