"""A hall for journeys: an event of today in the demo content, with people at its door."""

from events.models import Event
from members.models import Member
from tests.cast import make_member
from tests.events.seats import ask, make_lounge, seat

NAMES = ("Jörg Müller", "Çiğdem Özdemir", "Dr. Hildegard Freiherrin von und zu Ebersberg")


def make_hall() -> Event:
    """Make an event that the office and the district administrator organise."""
    office = Member.objects.get(name="Birgit Hollmann")
    landrat = Member.objects.get(name="Matthias Wiegand")
    mayor = Member.objects.get(name="Sabine Krüger")
    event = make_lounge(office, office, landrat, title="Lounge an der Tür", place="Ratssaal")
    meal = ask(event, "Was möchten Sie essen?", "one", ["vegan", "vegetarisch"])
    seat(event, mayor, answers={meal: "vegan"})
    for number, name in enumerate([*NAMES, *(f"Gast {n} Nummer" for n in range(7))]):
        person = make_member(f"an-der-tuer-{number}", name=name, office="Beigeordnete")
        seat(event, person, answers={meal: "vegetarisch"})
    seat(event, make_member("wanda-warte", name="Wanda Warte"), "waiting")
    return event
