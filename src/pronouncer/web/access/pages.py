"""Pages about people: signing in, invitations, one's account, everybody, keys, and what was done."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from pronouncer.errors import InputError, PronouncerError
from pronouncer.newsroom import audit, sites
from pronouncer.web.access import keys, mailed, people, sessions, tries
from pronouncer.web.access.gate import allowed, asking
from pronouncer.web.access.mailed import Link
from pronouncer.web.access.roles import ROLES, Person
from pronouncer.web.envelope import Number
from pronouncer.web.errors import Refused, refused
from pronouncer.web.pages import back, local, render
from pronouncer.web.world import World, world

router = APIRouter(include_in_schema=False)
In = Annotated[World, Depends(world)]
Own = Annotated[Person, Depends(allowed("account"))]
Admin = Annotated[Person, Depends(allowed("people"))]
KeyAdmin = Annotated[Person, Depends(allowed("keys"))]
Text = Annotated[str, Form(max_length=2000)]
_MOST = 100  # rows of the log on a page


@router.get("/sign-in", response_class=Response)
def show_sign_in(
    request: Request,
    world: In,
    person: Annotated[Person | None, Depends(asking)],
    next: Annotated[str, Query(max_length=2000)] = "/",
) -> Response:
    """Show the form; who is signed in goes on."""
    if person:
        return back(next)
    return _sign_in(request, world, next=local(next))


@router.post("/sign-in", response_class=Response)
def sign_in(request: Request, world: In, email: Text, password: Text, next: Text = "/") -> Response:
    """Sign somebody in."""
    with_passwords(world)
    with world.house.database.writing() as connection:
        wait = tries.begin(connection, email, now=world.house.now())
    if wait:
        problem = f"There were too many tries for this address. Try again in {round(wait) + 1} seconds."
        return _sign_in(request, world, next=local(next), email=email, problem=problem, status=429)
    with world.house.database.reading() as connection:
        row = people.signed_in(connection, email, password)
    if row is None:
        problem = "This address and password do not go together."
        return _sign_in(request, world, next=local(next), email=email, problem=problem, status=401)
    with world.house.database.writing() as connection:
        tries.forgive(connection, email)
    return entered(request, world, row.id, next)


def entered(request: Request, world: World, id: int, next: str) -> Response:
    """Begin a session and lead on."""
    now = world.house.now()
    with world.house.database.writing() as connection:
        people.seen(connection, id, now=now)
        row = people.person(connection, id)
        audit.note(connection, row.name, "sign-in", str(id), now=now)
    cookie, seconds = sessions.begin(world.house, world.secret, row)
    answer = back(next)
    secure = request.url.scheme == "https"
    answer.set_cookie(sessions.COOKIE, cookie, max_age=seconds, httponly=True, samesite="lax", secure=secure, path="/")
    return answer


@router.post("/sign-out", response_class=Response)
def sign_out() -> Response:
    """End this session in this browser."""
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(sessions.COOKIE, path="/")
    return answer


@router.get("/invitation/{token}", response_class=Response)
def show_invitation(token: str, request: Request, world: In) -> Response:
    """Show what somebody was invited as."""
    return _invitation(request, world, token)


@router.post("/invitation/{token}", response_class=Response)
def accept_invitation(token: str, request: Request, world: In, email: Text, name: Text, password: Text) -> Response:
    """Add whoever was invited, and let them in."""
    now = world.house.now()
    with_passwords(world)
    try:
        with world.house.database.writing() as connection:
            id = people.accept(connection, token, email=email, name=name, password=password, now=now)
            audit.note(connection, name, "invitation.accept", str(id), now=now)
    except InputError as error:
        return _invitation(request, world, token, email=email, name=name, problem=str(error))
    return entered(request, world, id, "/")


@router.get("/account", response_class=Response)
def show_account(request: Request, world: In, person: Own) -> Response:
    """Show one's own account."""
    return _account(request, world, person)


@router.post("/account/password", response_class=Response)
def change_password(request: Request, world: In, person: Own, old: Text, new: Text) -> Response:
    """Change one's own password; other sessions end."""
    try:
        with world.house.database.writing() as connection:
            row = people.person(connection, person.id)
            if people.signed_in(connection, row.email, old) is None:
                raise InputError("The password now is another one.")
            people.change(connection, person.id, password=people.hashed(new))
            audit.note(connection, person.name, "password", str(person.id), now=world.house.now())
    except InputError as error:
        return _account(request, world, person, problem=str(error), status=422)
    return entered(request, world, person.id, "/account")


@router.post("/account/sessions", response_class=Response)
def end_sessions(world: In, person: Own) -> Response:
    """End all of one's sessions."""
    with world.house.database.writing() as connection:
        people.change(connection, person.id, active=True)
    return sign_out()


@router.get("/people", response_class=Response)
def show_people(request: Request, world: In, person: Admin) -> Response:
    """Show everybody."""
    return people_page(request, world, person)


@router.post("/people", response_class=Response)
def invite(request: Request, world: In, person: Admin, email: Text, role: Text) -> Response:
    """Make an invitation."""
    try:
        email = people.checked_email(email)
        if role not in ROLES:
            raise InputError(f"The roles are: {', '.join(ROLES)}.")
    except InputError as error:
        return people_page(request, world, person, problem=str(error), status=422)
    now = world.house.now()
    with world.house.database.writing() as connection:
        token = people.invite(connection, email=email, role=role, who=person.name, now=now)
        audit.note(connection, person.name, "invitation", email, {"role": role}, now=now)
    link = mailed.invitation(world, email, role, token, who=person.name)
    return people_page(request, world, person, link=link)


@router.post("/people/{id}/role", response_class=Response)
def change_role(id: Number, request: Request, world: In, person: Admin, role: Text) -> Response:
    """Change what somebody may do."""
    if role not in ROLES:
        raise Refused(422, f"The roles are: {', '.join(ROLES)}.")
    return _change(request, world, person, id, role=role)


@router.post("/people/{id}/active", response_class=Response)
def change_active(id: Number, request: Request, world: In, person: Admin, active: Text) -> Response:
    """Shut somebody out, or let them in again."""
    return _change(request, world, person, id, active=active == "1")


@router.get("/keys", response_class=Response)
def show_keys(request: Request, world: In, person: KeyAdmin) -> Response:
    """Show the keys of programs."""
    return _keys(request, world, person)


@router.post("/keys", response_class=Response)
def make_key(
    request: Request,
    world: In,
    person: KeyAdmin,
    title: Text,
    role: Text,
    site: Text = "",
    days: Annotated[int, Form(ge=0, le=3650)] = 0,
) -> Response:
    """Make a key, which is shown once."""
    if role not in ROLES or not title.strip():
        return _keys(request, world, person, problem="Give the key a purpose and a role.", status=422)
    now = world.house.now()
    with world.house.database.writing() as connection:
        known = [row.name for row in sites.listed(connection)]
        if site and site not in known:
            raise Refused(422, f"There is no site {site!r}.")
        end = now + days * 86_400 if days else None
        made = keys.make(
            connection, title=title.strip(), role=role, site=site or None, person=person.id, expires=end, now=now
        )
        audit.note(connection, person.name, "key.make", str(made.id), {"role": role, "site": site}, now=now)
    return _keys(request, world, person, key=made.key)


@router.post("/keys/{id}/revoke", response_class=Response)
def revoke_key(id: Number, world: In, person: KeyAdmin) -> Response:
    """End a key."""
    with world.house.database.writing() as connection:
        keys.revoke(connection, id, now=world.house.now())
        audit.note(connection, person.name, "key.revoke", str(id), now=world.house.now())
    return back("/keys")


@router.get("/audit", response_class=Response)
def show_audit(
    request: Request,
    world: In,
    person: Annotated[Person, Depends(allowed("audit"))],
    before: Annotated[int, Query(ge=0, le=2**53)] = 0,
) -> Response:
    """Show what was done."""
    with world.house.database.reading() as connection:
        rows = audit.listed(connection, before=before, most=_MOST)
    return render(request, "audit.html", person, rows=rows, most=_MOST)


def _sign_in(
    request: Request, world: World, *, next: str, email: str = "", problem: str = "", status: int = 200
) -> Response:
    oidc = bool(world.house.settings.server.oidc)
    return render(request, "sign-in.html", status=status, next=next, email=email, problem=problem, oidc=oidc)


def with_passwords(world: World) -> None:
    """Refuse where people have none here. Raises Refused."""
    if world.house.settings.server.oidc:
        raise Refused(403, "People sign in with their organisation here, not with a password.")


def _invitation(
    request: Request, world: World, token: str, *, email: str = "", name: str = "", problem: str = ""
) -> Response:
    with world.house.database.reading() as connection:
        row = people.invited(connection, token, now=world.house.now())
    return render(
        request,
        "invitation.html",
        status=422 if problem else 200,
        role=row.role,
        email=row.email or email,
        fixed=bool(row.email),
        name=name,
        problem=problem,
        token=token,
        oidc=bool(world.house.settings.server.oidc),
    )


def _account(
    request: Request, world: World, person: Person, *, problem: str = "", told: str = "", status: int = 200
) -> Response:
    if person.via == "key":
        raise Refused(403, "A key has no account.")
    with world.house.database.reading() as connection:
        row = people.person(connection, person.id)
    return render(request, "account.html", person, status=status, row=row, problem=problem, told=told)


def people_page(
    request: Request,
    world: World,
    person: Person,
    *,
    problem: str = "",
    link: Link | None = None,
    status: int = 200,
) -> Response:
    """Return the page of everybody, with a link that was made for somebody."""
    with world.house.database.reading() as connection:
        rows = people.listed(connection)
    oidc = bool(world.house.settings.server.oidc)
    given = {"rows": rows, "roles": ROLES, "problem": problem, "link": link, "oidc": oidc}
    return render(request, "people.html", person, status=status, **given)


def _change(request: Request, world: World, person: Person, id: int, **values: object) -> Response:
    try:
        with world.house.database.writing() as connection:
            people.change(connection, id, **values)
            audit.note(connection, person.name, "person.change", str(id), values, now=world.house.now())
    except PronouncerError as error:
        return people_page(request, world, person, problem=str(error), status=refused(error).status)
    return back("/people")


def _keys(
    request: Request, world: World, person: Person, *, problem: str = "", key: str = "", status: int = 200
) -> Response:
    with world.house.database.reading() as connection:
        rows, known = keys.listed(connection), sites.listed(connection)
    given = {"rows": rows, "sites": known, "roles": ROLES, "problem": problem, "key": key}
    return render(request, "keys.html", person, status=status, **given)
