"""The people of the demonstration, all invented, with what they do in the company."""

from coe.credentials import Newcomer
from coe.founding import Appointment, Founders
from coe.identity.passwords import Cost

PASSWORD = "try clearway today"  # noqa: S105 - printed on the screen for everybody; nothing is protected by it
COST = Cost(passes=1, memory_kib=1_024, lanes=1)
"""What hashing this password costs. The password is public, so a cost that slows guessing would only slow the start."""

IDENTITY = "Invented for the demonstration: there is nobody to verify."
CERTIFICATION = "Demonstration: no letter was sent to any agency"
DOMAIN = "clearway.example"
STEERING = "committee/executive-steering"

STEERING_VOTES = ("margarethe.voss", "amara.diallo", "claire.fontaine", "piotr.nowak", "ingrid.aas")
"""The seats that steering cannot conclude without: those that must be present, and those with a veto."""

_PEOPLE = (
    ("astrid.lindqvist", "Astrid Lindqvist", "owner of initiatives, Cardiolex"),
    ("tomas.herrera", "Tomás Herrera", "owner of initiatives, Oncavia"),
    ("priya.raman", "Priya Raman", "owner of initiatives, Respira"),
    ("sofia.brandt", "Dr Sofia Brandt", "medical reviewer"),
    ("henrik.solberg", "Dr Henrik Solberg", "medical reviewer"),
    ("jonas.meier", "Jonas Meier", "legal reviewer"),
    ("hannah.cohen", "Hannah Cohen", "legal reviewer"),
    ("lucia.rossi", "Lucia Rossi", "regulatory reviewer"),
    ("nkechi.okafor", "Nkechi Okafor", "patient safety"),
    ("yuki.tanaka", "Yuki Tanaka", "privacy"),
    ("elena.petrova", "Dr Elena Petrova", "signatory, certifies final files"),
    ("margarethe.voss", "Dr Margarethe Voss", "steering: chair"),
    ("stefan.lindner", "Stefan Lindner", "steering: alternate of the chair"),
    ("amara.diallo", "Dr Amara Diallo", "steering: head of medical affairs"),
    ("claire.fontaine", "Claire Fontaine", "steering: head of legal"),
    ("piotr.nowak", "Dr Piotr Nowak", "steering: head of regulatory affairs"),
    ("ingrid.aas", "Ingrid Aas", "steering: head of compliance"),
    ("rafael.costa", "Rafael Costa", "steering: alternate for compliance"),
    ("daniel.weber", "Daniel Weber", "steering: head of commercial"),
    ("helena.novak", "Helena Novak", "executive sponsor"),
    ("samuel.adeyemi", "Dr Samuel Adeyemi", "head of patient safety"),
    ("marta.silva", "Marta Silva", "head of privacy"),
    ("ruth.keller", "Ruth Keller", "coordinator"),
    ("karl.eriksen", "Karl Eriksen", "owns the budget"),
    ("beate.hoffmann", "Beate Hoffmann", "owner of the policy"),
    ("oskar.lind", "Oskar Lind", "auditor"),
    ("mia.jensen", "Mia Jensen", "administrator"),
    ("tom.bakker", "Tom Bakker", "administrator"),
    ("leila.haddad", "Dr Leila Haddad", "steering: alternate for medical affairs"),
    ("victor.lang", "Victor Lang", "steering: alternate for legal"),
    ("noor.rahman", "Dr Noor Rahman", "steering: alternate for regulatory affairs"),
    ("anders.vik", "Anders Vik", "quality, owner of the policy"),
    ("greta.holm", "Greta Holm", "compliance reviewer"),
    ("matteo.ricci", "Matteo Ricci", "compliance reviewer"),
    ("carmen.ortiz", "Carmen Ortiz", "leads commercial work"),
    ("pavel.dvorak", "Pavel Dvořák", "leads commercial work"),
    ("ulrich.brenner", "Dr Ulrich Brenner", "director"),
    ("judith.stein", "Judith Stein", "finance"),
    ("ines.moreau", "Inès Moreau", "finance and administration"),
    ("lena.fischer", "Lena Fischer", "response desk"),
    ("marco.bianchi", "Marco Bianchi", "response desk and administration"),
)

_ROLES = {
    "medical_reviewer": ("sofia.brandt", "henrik.solberg"),
    "legal_reviewer": ("jonas.meier", "hannah.cohen"),
    "regulatory_reviewer": ("lucia.rossi",),
    "safety_reviewer": ("nkechi.okafor",),
    "privacy_reviewer": ("yuki.tanaka",),
    "signatory": ("elena.petrova",),
    "executive_sponsor": ("helena.novak",),
    "medical_head": ("amara.diallo",),
    "legal_head": ("claire.fontaine",),
    "regulatory_head": ("piotr.nowak",),
    "safety_head": ("samuel.adeyemi",),
    "privacy_head": ("marta.silva",),
    "coordinator": ("ruth.keller",),
    "policy_owner": ("beate.hoffmann", "anders.vik"),
    "compliance_reviewer": ("greta.holm", "matteo.ricci"),
    "commercial_lead": ("carmen.ortiz", "pavel.dvorak"),
    "finance_reviewer": ("ines.moreau", "judith.stein"),
    "finance_head": ("karl.eriksen",),
    "response_desk": ("lena.fischer", "marco.bianchi"),
    "on_call_reviewer": ("henrik.solberg", "leila.haddad"),
    "pre_approver": ("carmen.ortiz", "lena.fischer"),
    "administration": ("ines.moreau", "marco.bianchi"),
    "budget_owner": ("karl.eriksen", "judith.stein"),
    "supervisor": ("helena.novak", "pavel.dvorak"),
    "director": ("stefan.lindner", "ulrich.brenner"),
    "auditor": ("oskar.lind",),
    "administrator": ("mia.jensen", "tom.bakker"),
}

_SEATS = (
    ("chair", "margarethe.voss", "stefan.lindner"),
    ("medical", "amara.diallo", "leila.haddad"),
    ("legal", "claire.fontaine", "victor.lang"),
    ("regulatory", "piotr.nowak", "noor.rahman"),
    ("compliance", "ingrid.aas", "rafael.costa"),
    ("commercial", "daniel.weber", ""),
)

_MANAGERS = {"astrid.lindqvist": "karl.eriksen", "tomas.herrera": "karl.eriksen", "priya.raman": "helena.novak"}


def login(name: str) -> str:
    """`astrid.lindqvist` as she signs in."""
    return f"{name}@{DOMAIN}"


def founders() -> Founders:
    """Everybody, with roles and seats."""
    people = tuple(Newcomer(login(short), name, login(short), PASSWORD, IDENTITY) for short, name, _ in _PEOPLE)
    roles = tuple(Appointment(login(short), f"role/{role}") for role, holders in _ROLES.items() for short in holders)
    seats = tuple(Appointment(login(holder), STEERING, seat) for seat, holder, _ in _SEATS)
    alternates = tuple(Appointment(login(other), STEERING, seat, alternate=True) for seat, _, other in _SEATS if other)
    managers = {login(a): login(b) for a, b in _MANAGERS.items()}
    return Founders(people, (*roles, *seats, *alternates), managers, CERTIFICATION)


def sign_ins() -> tuple[tuple[str, str, str], ...]:
    """Login, name and what they do, to be printed."""
    return tuple((login(short), name, does) for short, name, does in _PEOPLE)
