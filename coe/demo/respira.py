"""Demonstration initiatives around Respira, an invented inhaler against asthma."""

from dataclasses import replace

from coe.demo.answers import Answers, Sketch, promotional

LABEL = "Respira label, version 11 of 20 May"
RESPIRA: Answers = {"brands": ["respira"]}

TECHNIQUE = Sketch(
    title="Six breaths: inhaler technique for the practice nurse",
    main="hcp",
    affected=("patients",),
    specialty=("nursing", "general_practice"),
    need="“I show it once. They do it wrong for ten years.”",
    said_by="Practice nurse, Porto",
    proofs=(
        ("interviews", "6 of 8 nurses were never shown it themselves", "Insight archive 24-083", 150),
        ("literature", "Seven in ten make a mistake that matters", "Review of 41 studies", 200),
    ),
    aims=(
        ("Shown again", "Patients shown at the second visit", "action", "short", "12 %", "40 %", 60),
        ("Attacks", "Attacks a year per 100 patients", "patient_outcome", "long", "48", "38", 380),
    ),
    story="The nurse breathes along with the film. The patient breathes along with the nurse. Six breaths, both know.",
    says=(("Shake, breathe out, seal, press, breathe in slowly, hold for ten.", "Six steps that fit in one breath",
           "All six right: 61 % fewer attacks", "SIXBREATHS, table 2", "nursing"),),
    meets=(("Practices with a nurse", "visit", 1, -40, 120, 500, 100),),
    own={**RESPIRA, **promotional(LABEL), "format": ["video"], "budget": "60000 EUR"},
    plain=("Shake it, breathe out, close your lips, press, breathe in slowly, hold for ten.",),
)  # fmt: skip

POLLEN = Sketch(
    title="Pollen tomorrow: a message the evening before",
    main="patients",
    affected=("caregivers",),
    specialty=("general_practice",),
    need="“I find out about the pollen when I cannot breathe.”",
    said_by="Student, 23, Vienna",
    proofs=(
        ("social_listening", "Complaints rise a day before the official warning", "Archived copy 0270", 60),
        ("interviews", "9 of 11 would act on a message the evening before", "Insight archive 24-128", 55),
    ),
    aims=(
        ("Acts on it", "Recipients who say they took the preventer", "action", "short", "16 %", "45 %", 90),
        ("Attacks on pollen days", "Per 100 recipients", "patient_outcome", "long", "7", "4", 400),
    ),
    story="In the evening a message says what tomorrow brings and what helps. An answer reaches a nurse.",
    says=(("Much birch tomorrow: take the preventer tonight.", "In time, not too late",
           "The preventer the evening before halved attacks", "EVEBEFORE, figure 2", "everyone"),),
    meets=(("Those who asked for it", "messaging", 1, 30, 150, 6000, 300),),
    own={
        **RESPIRA, "touchpoints": ["digital", "dialogue"], "format": ["message_series"], "personal_data": "yes",
        "consent": "Asked for by the recipient, place of living only; STOP ends it.",
    },
)  # fmt: skip

SCHOOL = Sketch(
    title="An asthma box for the classroom",
    main="caregivers",
    affected=("patients", "health_systems"),
    specialty=("general_practice",),
    need="“The spray is in the bag, the bag is in the hall, and the hall is locked.”",
    said_by="Primary school teacher, Utrecht",
    proofs=(
        ("interviews", "Teachers in 7 of 8 schools did not know where the spray was", "Insight archive 24-155", 30),
        ("survey", "62 % of parents have never spoken with the teacher about it", "Parents’ survey, n = 340", 75),
    ),
    aims=(
        ("Knows where", "Teachers who can find the box in a minute", "action", "short", "20 %", "90 %", 90),
        ("Called the ambulance", "Calls a year in 100 schools", "patient_outcome", "long", "31", "20", 430),
    ),
    story="A yellow box hangs beside the first-aid box. Teacher, parent and child have opened it together once.",
    says=(("The box hangs here; open it together once.", "Minutes, when minutes count",
           "Median time to the spray fell from 9 to 2 minutes", "YELLOWBOX pilot, table 1", "everyone"),),
    meets=(("Schools that asked", "post", 1, 45, 200, 300, 0), ("Parents’ evenings", "event", 1, 45, 260, 120, 20)),
    own={"brands": None, "budget": "210000 EUR", "touchpoints": ["service", "face_to_face"]},
)  # fmt: skip

QUESTION = Sketch(
    title="One question after each refill",
    main="hcp",
    affected=("patients",),
    specialty=("pharmacy",),
    need="“I see how often they come. Nobody asks me.”",
    said_by="Pharmacist, Malmö",
    proofs=(
        ("call_notes", "Pharmacists notice overuse first and have nobody to tell", "Support line, May", 35),
        ("claims_data", "One in six collects a reliever every month", "Sick fund extract", 120),
    ),
    aims=(
        ("Asked", "Refills with the question asked", "action", "short", "0 %", "50 %", 80),
        ("Overuse", "Patients with more than six relievers a year", "patient_outcome", "long", "17 %", "12 %", 390),
    ),
    story="With the third reliever in three months the pharmacist asks one question and hands over one card.",
    says=(("How many nights were bad this month? Two or more: see the doctor.", "A question that opens the talk",
           "Two bad nights meant uncontrolled asthma in 8 of 10", "NIGHTS, table 4", "pharmacy"),),
    meets=(("Pharmacies of the network", "visit", 1, 25, 150, 400, 120),),
    own={**RESPIRA, "budget": "45000 EUR"},
    plain=("Count your bad nights this month. Two or more: see your doctor.",),
)  # fmt: skip

RINSE = Sketch(
    title="Rinse and spit, again, inside the lid of the new box",
    main="hcp",
    affected=("patients",),
    specialty=("pharmacy",),
    need="“The sheet with the rinsing is the first thing that is thrown away.”",
    said_by="Respiratory nurse, Graz",
    proofs=(("call_notes", "Thrush in the mouth is asked about twelve times a month", "Support line, June", 30),),
    aims=(
        ("Calls about thrush", "Calls a month", "action", "short", "12", "5", 80),
        ("Thrush", "Reports a year", "patient_outcome", "long", "9", "4", 400),
    ),
    story="The line that was approved for the leaflet is printed inside the lid. Nothing else changes.",
    says=(("Rinse your mouth after each use, and spit.", "One habit at the right moment",
           "Half as much thrush with rinsing", "Label, section 4.2", "everyone"),),
    meets=(("Everyone who collects it", "post", 1, 15, 365, 9000, 0),),
    own={**RESPIRA, "made_of": "exact_reuse", "reused_code": "RSP-2207-09-3", "budget": "3000 EUR"},
    plain=("Rinse your mouth after each use, and spit.",),
)  # fmt: skip

RINSE_COUNTER = replace(
    RINSE,
    title="Rinse and spit, again, on the counter of the pharmacy",
    story="The line that was approved for the leaflet stands beside the till. Nothing else changes.",
    meets=(("Pharmacies of the network", "visit", 1, 25, 150, 400, 60),),
)

POSTER = Sketch(
    title="Peak flow on the fridge door",
    main="hcp",
    affected=("patients", "caregivers"),
    specialty=("general_practice", "nursing"),
    need="“The numbers are in the drawer with the meter.”",
    said_by="Mother of two, waiting-room interview",
    proofs=(("interviews", "The meter lies in a drawer in 12 of 15 homes", "Insight archive 24-101", 95),),
    aims=(
        ("Measured", "Homes with a number from this week", "action", "short", "19 %", "50 %", 70),
        ("Knows the red number", "Patients who can say it", "patient_outcome", "long", "30 %", "60 %", 380),
    ),
    story="Green, yellow, red, and one’s own three numbers, where everybody sees them at breakfast.",
    says=(("Your three numbers, where you see them each morning.", "Knows when it is red",
           "Families with a poster called earlier", "FRIDGE pilot, table 1", "general_practice"),),
    meets=(("Practices that asked", "post", 1, 10, 120, 900, 30),),
    own={**RESPIRA, "budget": "15000 EUR", "made_of": "derivative", "reused_code": "RSP-2207-09-3"},
    plain=("Your three numbers, where you see them each morning.",),
)  # fmt: skip
