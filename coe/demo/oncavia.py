"""Demonstration initiatives around Oncavia, an invented infusion against a rare cancer."""

from coe.demo.answers import Answers, Sketch, promotional

LABEL = "Oncavia label, version 3 of 12 January"
ONCAVIA: Answers = {"brands": ["oncavia"]}

FILM = Sketch(
    title="The first infusion, seen from the chair",
    main="patients",
    affected=("caregivers", "hcp"),
    specialty=("oncology", "nursing"),
    need="“I did not know it takes five hours. I had a parking ticket for one.”",
    said_by="Ms A., 49, interviewed in the day clinic",
    proofs=(
        ("interviews", "11 of 14 were surprised by how long it takes", "Insight archive 24-140", 65),
        ("social_listening", "“First infusion” posts ask what to bring, not how it works", "Archived copy 0255", 50),
    ),
    aims=(
        ("Comes prepared", "Patients who know the plan of the day", "advance", "short", "34 %", "70 %", 90),
        ("Second one on time", "Given within two days of the plan", "patient_outcome", "long", "71 %", "80 %", 400),
    ),
    story="Somebody sits down in the chair for the first time. The film shows the five hours in four minutes.",
    says=(
        ("Five hours, with pauses: bring something warm, something to read, somebody.", "Knows what the day is like",
         "Median stay was 5 h 10 min", "CHAIRTIME, table 1", "oncology"),
        ("Tell the nurse at once.", "Speaks up early", "Reactions were milder when told in ten minutes",
         "CHAIRTIME, figure 4", "oncology"),
    ),
    meets=(("Before the first infusion", "email", 1, 30, 300, 800, 60),
           ("In the waiting room", "website", 2, 30, 300, 2500, 0)),
    own={
        **ONCAVIA, **promotional(LABEL), "format": ["video"], "budget": "140000 EUR",
        "rights": "Staff of the clinic, with signed releases; our own music.",
    },
    plain=("It takes five hours, with pauses. Bring something warm, something to read, somebody.",
           "If you itch, flush or are short of breath, tell the nurse at once."),
)  # fmt: skip

NURSE_CALL = Sketch(
    title="A nurse calls before the second cycle",
    main="patients",
    affected=("caregivers",),
    specialty=("oncology", "nursing"),
    need="“Between the cycles there is nothing. You sit at home and count.”",
    said_by="Mr D., 58, diary study",
    proofs=(
        ("interviews", "Day nine is the loneliest, said 10 of 13", "Diary study 24-07", 80),
        ("field_data", "Unplanned visits peak on days 8 to 11", "Three clinics, 640 cycles", 110),
    ),
    aims=(
        ("Reached", "Calls answered on day eight", "action", "short", "0 %", "75 %", 80),
        ("Unplanned visits", "Per 100 cycles", "patient_outcome", "long", "18", "12", 420),
    ),
    story=(
        "On day eight the phone rings. A nurse asks four questions; on a bad answer the clinic knows within the hour."
    ),
    says=(("We call you on day eight; you can call us on every other day.", "Somebody is there",
           "Called patients came unplanned half as often", "DAYEIGHT, table 2", "nursing"),),
    meets=(("Everyone in the first cycle", "call", 1, 30, 330, 900, 100),),
    own={
        **ONCAVIA, "touchpoints": ["dialogue", "service"], "format": ["tool"], "personal_data": "yes",
        "consent": "Written consent in the clinic; ends on the first word, the number is deleted the same day.",
    },
)  # fmt: skip

THREAD = Sketch(
    title="An open thread on side effects for families",
    main="caregivers",
    affected=("patients",),
    specialty=(),
    need="“I read other people’s threads at night because ours has none.”",
    said_by="Daughter of a patient, forum interview",
    proofs=(("public_thread", "1,900 posts by families in one year, most at night", "Archived copy 0262", 40),),
    aims=(
        ("Answered", "Posts with an answer within a day", "action", "short", "40 %", "90 %", 90),
        ("Feels able", "Families who feel able to help", "loyalty", "long", "45 %", "60 %", 400),
    ),
    story="Families write what they see. A nurse answers by the next morning, in the open.",
    says=(("Write what you see; a nurse answers by morning.", "Not alone at night",
           "Most questions were posted between 22 and 2", "Forum count, our own", "everyone"),),
    meets=(("Families who follow the forum", "social_media", 1, 30, 390, 5000, 500),),
    own={
        **ONCAVIA, "public_channel": "yes", "touchpoints": ["digital", "dialogue"],
        "platform": [
            {"platform": "The forum", "moderation": "no", "deletion": "no", "identity": "no", "archive": "yes"},
        ],
        "pre_moderation": "Posts are read each morning.",
        "alerting": "Patient safety by mail on working days.",
        "triage": "Questions are answered in the thread; anything medical is passed on.",
    },
)  # fmt: skip

DOSING = Sketch(
    title="The dosing card for hospital pharmacists, by weight",
    main="hcp",
    affected=(),
    specialty=("pharmacy", "oncology"),
    need="“I have the table on a photo in my phone. That cannot be right.”",
    said_by="Hospital pharmacist, Ghent",
    proofs=(("interviews", "7 of 9 use a private copy of the table", "Insight archive 24-122", 70),),
    aims=(
        ("Private copies", "Pharmacists who still use one", "action", "short", "78 %", "20 %", 100),
        ("Preparation errors", "Reports per 1,000 bags", "patient_outcome", "long", "1.9", "1.0", 400),
    ),
    story="The approved table is set again as a card for the bench: weight on the left, millilitres on the right.",
    says=(("Weight on the left, millilitres on the right, one line for each kilogram.", "No arithmetic at the bench",
           "Label, section 4.2, table 1", "Label, section 4.2", "pharmacy"),),
    meets=(("Hospital pharmacies", "post", 1, 20, 60, 240, 10),),
    own={
        **ONCAVIA, **promotional(LABEL), "made_of": "derivative", "reused_code": "ONC-2205-02-3", "budget": "9000 EUR",
    },
)  # fmt: skip

PLAIN = Sketch(
    title="The study in plain words, for those who took part",
    main="patients",
    affected=("hcp", "caregivers"),
    specialty=("oncology",),
    need="“I gave them two years. I would like to know what came out.”",
    said_by="Participant of the study, letter to the clinic",
    proofs=(("interviews", "All 9 participants asked wanted the result; none had it", "Insight archive 24-150", 48),),
    aims=(
        ("Read to the end", "Readers who reach the last page", "advance", "short", "0 %", "60 %", 90),
        ("Would take part again", "Answer after a month", "patient_outcome", "long", "52 %", "70 %", 400),
    ),
    story="Everyone who took part gets four pages: what was asked, what came out, what did not, and thanks.",
    says=(("It helped about four in ten; for the others it did not.", "The truth, in numbers one can picture",
           "Response 41 % against 24 %", "OPENDOOR, primary endpoint", "everyone"),),
    meets=(("Participants", "post", 1, 40, 60, 412, 0),),
    own={**ONCAVIA, "budget": "30000 EUR", "new_claim": "yes", "comparisons": "The standard infusion, as in the study.",
         "study_context": "OPENDOOR: 412 adults, open label, response at 24 weeks; survival is not yet known."},
    plain=("It helped about four in ten people. The others it did not help.",),
)  # fmt: skip
