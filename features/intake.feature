Feature: Intake
  The form of cx-initiative asks for the customer first, refuses what cannot be judged, flags what reviewers must weigh,
  and routes by what is declared. Every refusal names the answer and how to clear it.

  Background:
    Given the workflow “cx-initiative” of the library is in force
    And these people:
      | person | holds                    |
      | Olga   |                          |
      | Helena | executive_sponsor        |
      | Karl   |                          |
      | Cora   | chair of the board       |
      | Mira   | medical of the board     |
      | Lars   | legal of the board       |
      | Rolf   | regulatory of the board  |
      | Nina   | compliance of the board  |
      | Bo     | commercial of the board  |
      | Mia    | medical_reviewer         |

  Rule: The customer comes first

    @D1.1
    Scenario Outline: Need, specialty and evidence are asked before any brand
      Then the form asks “<first>” before “brands”

      Examples:
        | first          |
        | need_statement |
        | specialty      |
        | evidence       |
        | objective      |

    @D0.4
    Scenario Outline: No need or no evidence, no initiative
      When Olga tries to submit an initiative without “<field>”
      Then it is refused because of “<field>”

      Examples:
        | field          |
        | need_statement |
        | evidence       |

    @D1.10
    Scenario: Evidence that is only numbers
      When Olga tries to submit an initiative with:
        | field           | answer |
        | evidence.1.kind | survey |
        | evidence.2.kind | survey |
      Then it is refused because of “evidence”: “No row has as its kind one of: interviews, call notes”

    @D1.10
    Scenario: Evidence that is only numbers, with the reason why
      When Olga submits an initiative with:
        | field           | answer                                    |
        | evidence.1.kind | survey                                    |
        | evidence.2.kind | survey                                    |
        | structured_only | Nobody may interview patients before May |
      Then the initiative is in review

    @D1.2
    Scenario: Every audience is answered
      When Olga tries to submit an initiative with:
        | field            | answer |
        | audiences.payers |        |
      Then it is refused because of “audiences”

    @D1.2
    Scenario: One audience is the main one
      When Olga tries to submit an initiative with:
        | field         | answer   |
        | audiences.hcp | affected |
      Then it is refused because of “audiences”: “No audience is the main one.”

    Scenario: Everything missing is named at once
      When Olga tries to submit an initiative with:
        | field     | answer |
        | evidence  |        |
        | objective |        |
        | sponsor   |        |
      Then it is refused because of “evidence”, “objective”, “sponsor”, all at once

  Rule: Strategy above, measures ahead

    @D0.8
    Scenario: No tactic without an objective above it
      When Olga tries to submit an initiative without “objective”
      Then it is refused because of “objective”

    @D1.3
    Scenario: A contact that carries no message of the content
      When Olga tries to submit an initiative with:
        | field                         | answer |
        | contact_plan.1.message_number | 7      |
      Then it is refused because of “contact_plan”: “Content → tactic: contact 1 carries key message 7; there are 1.”

    @D0.9
    Scenario Outline: One short horizon and one long one
      When Olga tries to submit an initiative with:
        | field                   | answer    |
        | measures.<row>.horizon  | <horizon> |
      Then it is refused because of “measures”: “No measure has the horizon “<missing>”.”

      Examples:
        | row | horizon | missing |
        | 1   | long    | short   |
        | 2   | short   | long    |

    @D0.9 @D1.12
    Scenario Outline: A measure is whole or it is none
      When Olga tries to submit an initiative with:
        | field               | answer |
        | measures.1.<column> |        |
      Then it is refused because of “measures”

      Examples:
        | column   |
        | measure  |
        | meaning  |
        | source   |
        | keeper   |
        | baseline |
        | target   |
        | by       |

    @D3.13
    Scenario: No patient outcome among the measures
      When Olga tries to submit an initiative with:
        | field              | answer    |
        | measures.2.outcome | relevance |
      Then it is refused because of “measures”: “No row has as its outcome one of: patient outcome.”

    @D3.13
    Scenario: No patient outcome, with the reason why
      When Olga submits an initiative with:
        | field              | answer                               |
        | measures.2.outcome | relevance                            |
        | no_patient_outcome | Outcomes follow in the year after it |
      Then the initiative is in review

    Scenario Outline: Where the customer is and where this should bring them
      When Olga tries to submit an initiative without “<field>”
      Then it is refused because of “<field>”

      Examples:
        | field        |
        | journey_from |
        | journey_to   |

  Rule: People stand behind it

    @D3.2
    Scenario: No function is left out
      When Olga tries to submit an initiative with:
        | field                   | answer |
        | responsibilities.safety |        |
      Then it is refused because of “responsibilities”

    @D3.5
    Scenario: At least two functions own it
      When Olga tries to submit an initiative with:
        | field                       | answer      |
        | responsibilities.commercial | contributes |
      Then it is refused because of “responsibilities”: “1 functions have “owns” where at least 2 share the work.”

    @D4.8
    Scenario: Medical affairs and commercial share it, or the executives hear that they do not
      When Olga submits an initiative with:
        | field                       | answer      |
        | responsibilities.commercial | contributes |
        | responsibilities.digital    | owns        |
        | launch                      | yes         |
      Then the warning ““commercial” is not among those with “owns”.” is on record for steering
      When Cora tries to approve at steering without acknowledging the findings
      Then it is refused: “A finding is not acknowledged”
      When Cora approves at steering
      Then steering says: “Cora approved in the chair seat.”

    @D3.12
    Scenario: One individual stands above it
      When Olga tries to submit an initiative without “sponsor”
      Then it is refused because of “sponsor”

  Rule: Content is worth reading

    @D0.6
    Scenario Outline: A format that rarely helps must say why it does here
      When Olga tries to submit an initiative with:
        | field  | answer       |
        | format | ["<format>"] |
      Then it is refused because of “low_value_reason”

      Examples:
        | format          |
        | quiz            |
        | ask_your_doctor |

    @D4.7
    Scenario Outline: A key message has all three parts
      When Olga tries to submit an initiative with:
        | field                   | answer |
        | key_messages.1.<column> |        |
      Then it is refused because of “key_messages”

      Examples:
        | column  |
        | message |
        | value   |
        | data    |

    @D4.7
    Scenario: A key message without its reference is not submitted
      When Olga tries to submit an initiative with:
        | field                    | answer |
        | key_messages.1.reference |        |
      Then it is refused because of “key_messages”

    @D4.6
    Scenario: Ten to fourteen words work best for oncologists
      When Olga submits an initiative with:
        | field                    | answer               |
        | specialty                | ["oncology"]         |
        | key_messages.1.specialty | oncology             |
        | key_messages.1.message   | Rest helps patients. |
      Then the warning “Message 1 has 3 words; 10 to 14 work best for oncology.” is on record for medical
      When Mia tries to approve at medical without acknowledging the findings
      Then it is refused: “A finding is not acknowledged”
      When Mia approves at medical
      Then medical is passed

    @D4.6
    Scenario: Twelve words are no finding
      When Olga submits an initiative with:
        | field                    | answer                                                                    |
        | specialty                | ["oncology"]                                                              |
        | key_messages.1.specialty | oncology                                                                  |
        | key_messages.1.message   | Patients who rest on the second day feel less tired all week             |
      Then no finding is on record for medical

  Rule: Contact is bearable, and somebody answers

    @D3.3
    Scenario: Too many contacts outside the preferred channel
      When Olga tries to submit an initiative with:
        | field                  | answer |
        | contact_plan.1.planned | 100    |
        | contact_plan.1.outside | 41     |
      Then it is refused because of “contact_plan”: “41 % of the contacts are planned outside the preferred channel; the limit is 40 %.”

    @D3.3
    Scenario: At the limit it is bearable
      When Olga submits an initiative with:
        | field                  | answer |
        | contact_plan.1.planned | 100    |
        | contact_plan.1.outside | 40     |
      Then the initiative is in review

    @D3.11
    Scenario Outline: Who, how, when and how often
      When Olga tries to submit an initiative with:
        | field                   | answer |
        | contact_plan.1.<column> |        |
      Then it is refused because of “contact_plan”

      Examples:
        | column  |
        | segment |
        | channel |
        | from    |
        | until   |
        | planned |

    @D2.4 @D2.5
    Scenario: A public channel needs its three safeguards and its platform
      When Olga tries to submit an initiative with:
        | field          | answer |
        | public_channel | yes    |
      Then it is refused because of “platform”, “pre_moderation”, “alerting”, “triage”, all at once

    @D2.6 @D2.12
    Scenario: Where the customer can answer, a person does, more than once
      When Olga tries to submit an initiative with:
        | field          | answer                 |
        | two_way        | yes                    |
        | pre_moderation | A nurse reads it first |
        | alerting       | Within the hour        |
        | triage         | By kind                |
        | platform       | [{"platform": "Mail", "moderation": "yes", "deletion": "yes", "identity": "yes", "archive": "yes"}] |
      Then it is refused because of “staffed_hours”, “answering_person”, “follow_up”, all at once

    @D2.12
    Scenario: One turn is an announcement, not a dialogue
      When Olga tries to submit an initiative with:
        | field            | answer                 |
        | two_way          | yes                    |
        | pre_moderation   | A nurse reads it first |
        | alerting         | Within the hour        |
        | triage           | By kind                |
        | platform         | [{"platform": "Mail", "moderation": "yes", "deletion": "yes", "identity": "yes", "archive": "yes"}] |
        | staffed_hours    | Every day, 8 to 20     |
        | answering_person | Karl                   |
        | follow_up        | [{"turn": "Is this normal?", "answer": "What is expected"}] |
      Then it is refused because of “follow_up”

  Rule: The answers decide who is asked

    Scenario: New material goes to medical, legal and regulatory together
      When Olga submits an initiative
      Then the initiative is in tier T2
      And these gates are needed: medical, legal, regulatory

    @D0.3
    Scenario: Work from approved claims never meets the executives
      When Olga submits an initiative with:
        | field       | answer         |
        | made_of     | derivative     |
        | reused_code | RSP-DE-26-0417-7 |
      Then the initiative is in tier T1
      And these gates are needed: medical, regulatory

    @D0.3
    Scenario: What was approved before meets its coordinator and regulatory
      When Olga submits an initiative with:
        | field       | answer         |
        | made_of     | exact_reuse    |
        | reused_code | RSP-DE-26-0417-7 |
      Then the initiative is in tier T0
      And these gates are needed: coordination, regulatory

    Scenario Outline: New ground meets the executives, patient safety and privacy
      When Olga submits an initiative with:
        | field       | answer     |
        | <field>     | <answer>   |
        | comparisons | <compared> |
      Then the initiative is in tier T3
      And these gates are needed: steering, medical, legal, regulatory, patient_safety, privacy

      Examples:
        | field     | answer                   | compared |
        | new_claim | yes                      | Nobody   |
        | launch    | yes                      |          |
        | budget    | 250001 EUR               |          |
        | brands    | ["respira", "cardiolex"] |          |

    Scenario: The threshold itself is not over the threshold
      When Olga submits an initiative with:
        | field  | answer     |
        | budget | 250000 EUR |
      Then the initiative is in tier T2

    @D2.3
    Scenario Outline: A two-way or public channel is a liability to be governed
      When Olga submits an initiative with:
        | field            | answer                 |
        | <channel>        | yes                    |
        | pre_moderation   | A nurse reads it first |
        | alerting         | Within the hour        |
        | triage           | By kind                |
        | platform         | [{"platform": "Mail", "moderation": "yes", "deletion": "yes", "identity": "yes", "archive": "yes"}] |
        | staffed_hours    | <hours>                |
        | answering_person | <person>               |
        | follow_up        | <turns>                |
      Then the initiative is in tier T3
      And these gates are needed: steering, medical, legal, regulatory, patient_safety, privacy

      Examples:
        | channel        | hours              | person | turns                                                                                               |
        | public_channel |                    |        |                                                                                                     |
        | two_way        | Every day, 8 to 20 | Karl   | [{"turn": "Is this normal?", "answer": "What is expected"}, {"turn": "A person!", "answer": "At once"}] |

  Rule: The executives really decide

    @D0.2
    Scenario: Steering needs its chair, medical and compliance, and hears every veto seat
      Given Olga submits an initiative with:
        | field  | answer |
        | launch | yes    |
      When the members decide: chair approves, medical approves, legal approves, regulatory approves
      Then steering is open
      And steering says: “Waits for the compliance seat.”
      And medical is waiting
      When the members decide: compliance abstains
      Then steering is passed
      And medical is open
      And the whole log verifies

    @D0.2
    Scenario: A head of legal who rejects ends it
      Given Olga submits an initiative with:
        | field  | answer |
        | launch | yes    |
      When the members decide: chair approves, medical approves, legal rejects
      Then the initiative is rejected
