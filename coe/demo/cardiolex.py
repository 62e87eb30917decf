"""Demonstration initiatives around Cardiolex, an invented medicine for heart failure."""

from coe.demo.answers import Sketch, html_file, promotional

LABEL = "Cardiolex label, version 7 of 3 March"

SALT = Sketch(
    title="Salt and water: a counselling card for the practice",
    main="hcp",
    affected=("patients",),
    specialty=("general_practice", "nursing"),
    need="“I have four minutes. I say less salt, they nod, and at home there is soup.”",
    said_by="General practitioner, rural practice near Graz",
    proofs=(
        ("interviews", "8 of 10 doctors explain salt without naming a single food", "Insight archive 24-131", 60),
        ("survey", "51 % of doctors find the present leaflet irrelevant", "Practice survey, n = 212", 90),
    ),
    aims=(
        ("Card used", "Practices that order it again", "action", "short", "0", "120", 100),
        ("Salt named", "Patients who can name three salty foods", "patient_outcome", "long", "22 %", "50 %", 380),
    ),
    story="The doctor turns the card round. The patient points at what is in the kitchen. Both see where the salt is.",
    says=(
        ("Point at what you eat; three foods bring most of the salt.", "A talk of one minute, not ten",
         "Three foods gave 61 % of the salt in the diary study", "SALTDIARY, figure 1", "general_practice"),
    ),
    meets=(
        ("Practices that asked for it", "post", 1, 20, 120, 600, 40),
        ("Practices visited anyway", "visit", 1, 20, 150, 300, 90),
    ),
    own={
        "objective": "Doctors have what they need in the minutes they have",
        "budget": "38000 EUR",
        "journey_from": "aware",
        "journey_to": "considering",
    },
    plain=("Point at what you eat. Three foods bring most of your salt.",),
)  # fmt: skip

REHEARSAL = Sketch(
    title="Rehearse the first visit: questions to bring along",
    main="patients",
    affected=("caregivers", "hcp"),
    specialty=("cardiology",),
    need="“The doctor asks if I have questions. I have twelve, and then I say no.”",
    said_by="Mr O., 66, patient council of the heart association",
    proofs=(
        ("advisory_board", "Patients agree on nine questions they never dare to ask", "Patient council, minutes 3", 45),
        ("public_thread", "“What I forgot to ask” is the longest thread of the forum", "Archived copy 0231", 50),
        ("claims_data", "38 % change or stop the dose within 60 days", "Sick fund extract, 2,400 people", 130),
    ),
    aims=(
        ("Questions asked", "Patients who ask at least two", "action", "short", "27 %", "55 %", 90),
        ("Still on treatment", "On the dose agreed after 90 days", "patient_outcome", "long", "62 %", "72 %", 420),
    ),
    story="A patient picks three of nine questions at home and prints them. The doctor reads them first.",
    says=(
        ("Pick three questions; your doctor expects them.", "Permission to ask",
         "Patients with a list asked 2.4 questions, others 0.8", "ASKFIRST, table 3", "cardiology"),
    ),
    meets=(
        ("After discharge", "post", 1, 30, 200, 1500, 80),
        ("Through the association", "website", 1, 30, 300, 4000, 0),
    ),
    own={"budget": "90000 EUR", "brands": None, "public_channel": "no"},
    plain=("Pick three questions. Your doctor expects them.",),
)  # fmt: skip

GRAPEFRUIT = Sketch(
    title="The grapefruit line, again, on the pharmacy bag",
    main="hcp",
    affected=("patients",),
    specialty=("pharmacy",),
    need="“Nobody reads the leaflet. Everybody reads the bag.”",
    said_by="Pharmacist, Lyon",
    proofs=(("call_notes", "Grapefruit is asked about forty times a month", "Support line, April", 40),),
    aims=(
        ("Calls about grapefruit", "Calls a month", "action", "short", "40", "15", 80),
        ("Events after grapefruit", "Reports a year", "patient_outcome", "long", "6", "2", 400),
    ),
    story="The line that was approved for the leaflet is printed on the bag. Nothing else changes.",
    says=(("Not with grapefruit, neither fruit nor juice.", "One rule at the right moment",
           "Levels doubled with 200 ml of juice", "Label, section 4.5", "everyone"),),
    meets=(("Everyone who collects it", "post", 1, 15, 365, 20000, 0),),
    own={
        "made_of": "exact_reuse", "reused_code": "CDX-2210-04-1", "budget": "4000 EUR", "variants": 1,
        "segment_basis": "none_yet",
    },
    plain=("Not with grapefruit, neither fruit nor juice.",),
)  # fmt: skip

WEBINAR = Sketch(
    title="An evening on sleep and the weak heart",
    main="hcp",
    affected=(),
    specialty=("cardiology",),
    need="“Every congress has a slide on sleep. None tells me what to do on Monday.”",
    said_by="Cardiologist in a district hospital",
    proofs=(("interviews", "5 of 7 cardiologists never ask about sleep", "Insight archive 24-098", 100),),
    aims=(
        ("Asks about sleep", "Doctors who ask, after three months", "action", "short", "29 %", "50 %", 120),
        ("Comes again", "Takes part in the second evening", "loyalty", "long", "0 %", "40 %", 400),
    ),
    story="Three cases, one evening, one question to take home.",
    says=(("Ask one question about sleep at each visit.", "A habit instead of a lecture",
           "Sleep apnoea was found in 4 of 10 who were asked", "NIGHTCALL, table 1", "cardiology"),),
    meets=(("Cardiologists in hospitals", "event", 1, 40, 41, 150, 30),),
    own={
        "format": ["event"], "touchpoints": ["face_to_face"], "benefits": "A cold supper below the limit of the code.",
    },
)  # fmt: skip

REFILL_FILE, REFILL_FILED = html_file(
    "refill-letter.html",
    "Your refill is due",
    ("Your tablets end next week. Your pharmacy has the prescription.", "Dizziness is common: stand up slowly."),
)
REFILL = Sketch(
    title="A letter in the week before the tablets end",
    main="hcp",
    affected=("patients",),
    specialty=("pharmacy", "general_practice"),
    need="“They come on the day they have none left. Then it is Friday evening.”",
    said_by="Pharmacist, Leipzig",
    proofs=(
        ("call_notes", "Every Friday: out of tablets, practice closed", "Support line, March", 55),
        ("claims_data", "A gap of five days or more at every fourth refill", "Sick fund extract", 140),
    ),
    aims=(
        ("Gaps", "Refills later than five days", "action", "short", "25 %", "15 %", 110),
        ("Back in hospital", "Readmitted within 90 days of a gap", "patient_outcome", "long", "9 %", "6 %", 400),
    ),
    story="A week before the last tablet a letter comes from the pharmacy. It says where the prescription lies.",
    says=(("Your tablets end next week; your pharmacy is ready.", "No day without",
           "A gap of five days doubled admissions", "STEADY, table 2", "pharmacy"),),
    meets=(("Patients of pharmacies that take part", "post", 1, 20, 200, 3000, 300),),
    own={
        **promotional(LABEL), "made_of": "derivative", "reused_code": "CDX-2301-11-3", "budget": "22000 EUR",
        "material_ready": "yes", "final_file": REFILL_FILED,
    },
    plain=("Your tablets end next week. Your pharmacy has the prescription.",),
)  # fmt: skip
