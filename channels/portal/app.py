"""The portal: where adults read what children say, answer, and take up concerns. An application of its own."""

from starlette.applications import Starlette
from starlette.types import ASGIApp

from accessibility.kinder import kinder_words
from channels.portal import (
    asked_for,
    concern,
    desk,
    duty,
    figures,
    giving,
    holds,
    in_sign,
    interpreters,
    interpreting,
    my_telephone,
    not_understood,
    playing,
    preserve,
    problems,
    raising,
    sign_in,
    signing,
    standing,
    statement,
    telephone,
    to_sign,
    told,
    unknown,
    weighing,
    wrong_record,
)
from channels.portal.cookies import on_https
from channels.portal.headers import SecurityHeaders
from channels.portal.routing import open_to_all, signed_in, signed_in_post, signed_in_upload
from voice.access import keeps_interpreters, makes_clips, works_with_children
from voice.errors import BadSetting
from voice.interpreting.queue import has_a_queue
from voice.staff_services import StaffServices
from voice.watching import Openings

ROUTES = [
    open_to_all("/healthz", standing.healthz),
    open_to_all("/readyz", standing.readyz),
    open_to_all("/static/{name}", standing.static),
    open_to_all("/sign-in", sign_in.sign_in_page),
    open_to_all("/sign-in", sign_in.sign_in, "POST"),
    signed_in_post("/sign-out", sign_in.sign_out),
    signed_in("/", desk.my_children),
    signed_in("/team", desk.my_team),
    signed_in("/concerns", duty.concerns),
    signed_in("/concerns/hand-over", duty.hand_over),
    signed_in("/deliveries", desk.deliveries),
    signed_in("/figures", figures.figures),
    signed_in("/figures.csv", figures.as_file),
    signed_in("/asked-for", asked_for.asked_for),
    signed_in("/asked-for/{id}", asked_for.one_asked_for),
    signed_in_post("/asked-for/{id}/take", asked_for.take_on),
    signed_in("/told", told.told),
    signed_in("/told/{id}", told.one_told),
    signed_in_post("/told/{id}/worried", told.worried),
    signed_in_post("/told/{id}/look-behind", told.look_behind),
    signed_in("/children/{id}", desk.child),
    signed_in("/children/{id}/concern", raising.form),
    signed_in_post("/children/{id}/concern", raising.tell_duty, keep=raising.keep),
    signed_in_post("/children/{id}/link", desk.make_link),
    signed_in_post("/links/{id}/revoke", desk.revoke_link),
    signed_in("/children/{id}/telephone", telephone.telephone),
    signed_in_post("/children/{id}/telephone", telephone.add),
    signed_in_post("/children/{id}/telephone/ask", telephone.ask),
    signed_in_post("/numbers/{id}/confirm", telephone.confirm),
    signed_in_post("/numbers/{id}/remove", telephone.remove),
    signed_in("/my-telephone", my_telephone.my_telephone),
    signed_in_post("/my-telephone", my_telephone.give),
    signed_in_post("/my-telephone/confirm", my_telephone.confirm),
    signed_in_post("/my-telephone/remove", my_telephone.take_off),
    signed_in("/unknown", unknown.unknown),
    signed_in("/unknown/{id}", unknown.one),
    signed_in_post("/unknown/{id}/look", unknown.look),
    signed_in_post("/unknown/{id}/match", unknown.match),
    signed_in_post("/unknown/{id}/unmatch", unknown.unmatch),
    signed_in_post("/unknown/{id}/close", unknown.close),
    signed_in_post("/unknown/{id}/text", unknown.text_back),
    signed_in("/unknown/{id}/recordings/{recording}", playing.unknown),
    signed_in_post("/unknown/{id}/take", unknown.take),
    signed_in_post("/unknown/{id}/answer", unknown.answer),
    signed_in_post("/concerns/{id}/text", unknown.text_child),
    signed_in("/wrong-record", wrong_record.wrong_record),
    signed_in_post("/wrong-record/{id}", wrong_record.deal),
    signed_in("/statements/{id}", statement.statement),
    signed_in_post("/statements/{id}/answer", statement.answer, keep=statement.keep_answer),
    signed_in("/statements/{id}/weigh", weighing.boxes),
    signed_in_post("/statements/{id}/weigh", weighing.weigh, keep=weighing.keep),
    signed_in("/answers/{id}", in_sign.one),
    signed_in_upload("/answers/{id}/record", in_sign.record, in_sign.LARGEST, works_with_children),
    signed_in_post("/answers/{id}/give", in_sign.give),
    signed_in_post("/answers/{id}/drop", in_sign.drop),
    signed_in("/answers/{id}/films/{film}", in_sign.film),
    signed_in_post("/answers/work/{id}/take-back", in_sign.take_back),
    signed_in("/withheld/{id}", weighing.withheld),
    signed_in("/statements/{id}/recordings/{recording}", playing.recording),
    signed_in("/statements/{id}/recordings/{recording}/english.vtt", playing.captions),
    signed_in("/statements/{id}/recordings/{recording}/poster", playing.poster),
    signed_in("/statements/{id}/recordings/{recording}/original", playing.original),
    signed_in_post("/promises/{id}", statement.promise),
    signed_in("/not-understood/{id}", not_understood.task),
    signed_in_post("/not-understood/{id}/understood", not_understood.understood),
    signed_in_post("/not-understood/{id}/tell-duty", not_understood.tell_duty),
    signed_in("/interpreting", interpreting.queue_page),
    signed_in("/interpreting/{id}", interpreting.item),
    signed_in_post("/interpreting/{id}", interpreting.hand_in, keep=interpreting.keep),
    signed_in("/interpreting/{id}/sign", to_sign.item),
    signed_in_upload("/interpreting/{id}/sign", to_sign.hand_in, in_sign.LARGEST, has_a_queue),
    signed_in_post("/interpreting/{id}/check", to_sign.check),
    signed_in_post("/interpreting/{id}/worried", to_sign.tell_duty),
    signed_in("/interpreting/{id}/film", to_sign.film),
    signed_in("/interpreting/{id}/recordings/{recording}", interpreting.recording),
    signed_in_post("/interpreting/{id}/tell-duty", interpreting.tell_duty, keep=interpreting.keep),
    signed_in_post("/interpreting/{id}/give-back", interpreting.give_back),
    signed_in_post("/interpreting/{id}/take-back", giving.take_back),
    signed_in_post("/english/{id}/ask", giving.ask_her),
    signed_in("/statements/{id}/english/{audience}", giving.people),
    signed_in_post("/statements/{id}/english/{audience}", giving.give),
    signed_in("/interpreters", interpreters.interpreters),
    signed_in_post("/interpreters", interpreters.begin),
    signed_in("/interpreters/{id}", interpreters.one),
    signed_in_post("/interpreters/{id}", interpreters.change),
    signed_in_post("/interpreters/{id}/end", interpreters.end),
    signed_in_upload("/interpreters/{id}/picture", interpreters.put_up, interpreters.LARGEST, keeps_interpreters),
    signed_in("/interpreters/{id}/picture", interpreters.picture),
    signed_in_post("/interpreters/{id}/no-picture", interpreters.take_down),
    signed_in("/signing", signing.studio),
    signed_in("/signing/in/{name}", signing.place),
    signed_in("/signing/words/{hash}", signing.words_of),
    signed_in("/signing/words/{hash}/record", signing.record),
    signed_in_upload("/signing/words/{hash}/bring", signing.bring, signing.LARGEST, makes_clips),
    signed_in_post("/signing/words/{hash}/brief", signing.brief),
    signed_in("/signing/clips/{id}/back", signing.say_back),
    signed_in_post("/signing/clips/{id}/said-back", signing.said_back),
    signed_in_post("/signing/clips/{id}/mend", signing.mend),
    signed_in_post("/signing/clips/{id}/show", signing.show),
    signed_in_post("/signing/clips/{id}/take-back", signing.take_back),
    signed_in("/signing/clips/{id}/film", signing.film),
    signed_in("/signing/clips/{id}/poster", signing.poster),
    signed_in("/signing/clips/{id}/captions", signing.captions),
    signed_in("/concerns/{id}", concern.concern),
    signed_in("/concerns/{id}/preserve", preserve.preserve),
    signed_in_post("/concerns/{id}/hold", preserve.hold),
    signed_in_post("/concerns/{id}/preserve", preserve.take_out),
    signed_in_post("/concerns/{id}/lift/ask", preserve.ask_to_lift),
    signed_in_post("/concerns/{id}/lift", preserve.lift_here),
    signed_in_post("/concerns/{id}/lift/keep", preserve.keep_here),
    signed_in("/holds", holds.holds),
    signed_in_post("/holds/{id}/read", holds.read),
    signed_in_post("/holds/{id}/lift", holds.lift),
    signed_in_post("/holds/{id}/keep", holds.keep),
    signed_in_post("/concerns/{id}/acknowledge", concern.acknowledge),
    signed_in("/concerns/{id}/share", concern.who_would_see),
    signed_in_post("/concerns/{id}/share", concern.share),
    signed_in_post("/concerns/{id}/note", concern.write_down, keep=concern.keep_note),
]


class Portal(Starlette):
    """The headers go around everything, so that an error of ours has them too."""

    def build_middleware_stack(self) -> ASGIApp:
        return SecurityHeaders(super().build_middleware_stack(), https=on_https(self.state.services))


def portal(services: StaffServices) -> Starlette:
    """The application for staff. Raises BadSetting for an open address outside of the demonstration."""
    if not on_https(services) and not services.demo:
        raise BadSetting("VOICE_STAFF_URL", "must start with https://")
    kinder_words()  # an authority edits the list: what is broken in it shows now, and not in front of a worker
    app = Portal(routes=ROUTES, exception_handlers=problems.handlers)
    app.state.services = services
    app.state.openings = Openings()
    return app
