"""German-looking words in any number, the same on every machine."""

# ruff: noqa: SIM905 - a list of words reads worse

import random

FIRST = (
    "Bürger Digital Klima Verkehrs Schul Energie Stadt Dorf Wärme Rad Wald Hochwasser Jugend "
    "Senioren Kultur Daten Quartiers Innenstadt Gewerbe Nachbarschafts"
).split()
SECOND = (
    "beteiligung werkstatt planung netz zentrum konzept förderung wende labor plattform haushalt "
    "pate bilanz karte rat schutz entwicklung verwaltung treffpunkt sprechstunde"
).split()
SMALL = (
    "und die der mit für ohne auf ist wird haben unsere wir gemeinsam schon jetzt nach über zwei "
    "Jahren gute erste offene Menschen Gemeinde Kreis Erfahrung zeigt braucht gelingt Vorschlag"
).split()
NAMES = "Anna Bernd Clara Dirk Elif Frank Greta Hakan Ines Jörg Katrin Lutz Maria Nils Olga".split()
SURNAMES = "Albers Brandt Çelik Dörr Ebert Franke Groß Huber Ilgner Jahn Köhler Lenz Möller".split()
TOWNS = (
    "Aalen Bocholt Celle Dachau Emden Forchheim Gotha Husum Itzehoe Jena Kleve Lemgo Melle Neuss "
    "Ohrdruf Pirna Quedlinburg Rheine Soest Trier Uelzen Velbert Warendorf Xanten Zittau"
).split()
TOPICS = (
    "Digitalisierung Bildung Klimaschutz Energiepolitik Stadtentwicklung Kommunikation "
    "Partizipation Kooperation"
).split()
COMMENT_BYTES = 1024


class Speaker:
    """Somebody who always says the same with the same seed."""

    def __init__(self, seed: str) -> None:
        self.chance = random.Random(seed)

    def compound(self) -> str:
        """Return a long noun."""
        return self.chance.choice(FIRST) + self.chance.choice(SECOND)

    def sentence(self) -> str:
        """Return a sentence of about ten words."""
        words = self.chance.choices(SMALL, k=self.chance.randint(5, 11))
        words.insert(self.chance.randint(1, len(words)), self.compound())
        return " ".join(words).capitalize() + "."

    def text(self, characters: int) -> str:
        """Return paragraphs of about this length, with a little Markdown."""
        parts, length = [f"**{self.compound()}**: {self.sentence()}"], 0
        while length < characters:
            part = " ".join(self.sentence() for _ in range(3))
            parts.append(part)
            length += len(part)
        return "\n\n".join(parts)

    def person(self) -> str:
        """Return a full name."""
        return f"{self.chance.choice(NAMES)} {self.chance.choice(SURNAMES)}"


def comment_of_1_kb(number: int) -> str:
    """Return a comment of 1,024 bytes of text."""
    text = f"{number}. " + Speaker(f"comment {number}").text(1200)
    return text.encode()[:COMMENT_BYTES].decode(errors="ignore").ljust(COMMENT_BYTES // 2, ".")
