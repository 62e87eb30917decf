Feature: Checks
  What the form itself can find before anybody spends an hour on it. Every finding says what is wrong and how to clear it;
  what blocks comes back to the owner at once, what warns is acknowledged by those who decide.

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

  Rule: The customer guides the decision

    @D0.5
    Scenario: Work that is not about the customer comes back with the reasons that cost points
      When Olga tries to submit an initiative with:
        | field           | answer               |
        | rationale       | brand_goal           |
        | outcomes        | ["adoption"]         |
        | segment_basis   | none_yet             |
      Then the form finds “Customer-centricity is 50 of 100, and 60 are needed. Points lost: 25 for “the reason is the customer’s, not the brand’s”; 15 for “an outcome for people, not for sales”; 10 for “segments have a stated basis”.”
      And it says how to clear it: “Start from a reason that a customer would give.”
      When Olga submits an initiative with:
        | field           | answer        |
        | rationale       | customer_need |
        | outcomes        | ["adoption"]  |
        | segment_basis   | none_yet      |
      Then the initiative is in review

    @D0.5
    Scenario: At the threshold it is customer-centric enough
      When Olga submits an initiative with:
        | field           | answer       |
        | rationale       | brand_goal   |
        | outcomes        | ["adoption"] |
      Then the initiative is in review

    @D0.7
    Scenario: The chair hears that only the brand wants it
      When Olga submits an initiative with:
        | field     | answer     |
        | rationale | brand_goal |
        | launch    | yes        |
      Then steering is warned: “The only reason is the brand’s own: brand goal.”
      And it says how to clear it: “Name the customer’s reason if there is one; if not, whoever decides must know.”
      When Cora tries to approve at steering without acknowledging the findings
      Then it is refused: “A finding is not acknowledged”

    @D0.7
    Scenario: A reason of the customer is no warning
      When Olga submits an initiative with:
        | field  | answer |
        | launch | yes    |
      Then no finding is on record for steering

    @D0.6
    Scenario: A quiz is justified in writing, not with a word
      When Olga tries to submit an initiative with:
        | field            | answer   |
        | format           | ["quiz"] |
        | low_value_reason | It is fun |
      Then the form finds “The format “quiz” rarely helps, and has 3 words of justification.”
      And it says how to clear it: “Say in at least 8 words what the customer can do afterwards that they could not do before, or choose another format.”
      When Olga submits an initiative with:
        | field            | answer                                                                    |
        | format           | ["quiz"]                                                                  |
        | low_value_reason | Afterwards they can tell by themselves which of their breaths went wrong. |
      Then the initiative is in review

    @D0.4
    Scenario: Evidence that is only numbers is asked for more
      When Olga tries to submit an initiative with:
        | field           | answer |
        | evidence.1.kind | survey |
        | evidence.2.kind | survey |
      Then the form finds “No row has as its kind one of: interviews, call notes, public thread, social listening, advisory board.”
      And it says how to clear it: “Add one, or say in “structured only” why not.”

    @D1.2
    Scenario: A main audience is named
      When Olga tries to submit an initiative with:
        | field         | answer   |
        | audiences.hcp | affected |
      Then the form finds “No audience is the main one.”
      And it says how to clear it: “Say for one audience at least: main.”

    @D1.7
    Scenario: The same text for everybody is a choice that medical sees
      When Olga submits an initiative with:
        | field    | answer |
        | variants | 1      |
      Then medical is warned: “There is 1 version: everybody gets the same.”
      And it says how to clear it: “Plan a version for a segment with needs of its own, and enter 2 or more.”

    @D1.7
    Scenario: Without any number of versions, too
      When Olga submits an initiative with:
        | field    | answer |
        | variants |        |
      Then medical is warned: “There are 0 versions: everybody gets the same.”

  Rule: Objective, need, content, tactic

    @D0.8 @D1.3
    Scenario: The edge between need and content is named
      Then with these answers the form finds “Need → content: key message 1 answers no need.”:
        | field                | answer |
        | key_messages.1.value |        |
      And it says how to clear it: “Say in “value” what the customer gains from it, or leave the message out.”

    @D0.8 @D1.3
    Scenario: The edge between content and tactic is named
      When Olga tries to submit an initiative with:
        | field                         | answer |
        | contact_plan.1.message_number | 2      |
      Then the form finds “Content → tactic: contact 1 carries key message 2; there are 1.”
      And it says how to clear it: “Give the number of the key message it carries, so that content comes before tactics.”

    @D0.8 @D1.3
    Scenario: A line above that was never drawn is named first
      Then without “objective” the form finds “Objective → need: no objective stands above this initiative.”
      And it says how to clear it: “Name the objective it serves.”
      And without “need_statement” the form finds “Objective → need: the objective serves no need.”
      And it says how to clear it: “Say what the customer needs, in their words.”

    @D1.5
    Scenario: A journey goes forward
      When Olga tries to submit an initiative with:
        | field        | answer   |
        | journey_from | adopting |
        | journey_to   | trying   |
      Then the form finds “From “adopting” to “trying” is no step forward on the journey.”
      And it says how to clear it: “Choose a stage behind the one where the customer is now.”
      When Olga submits an initiative with:
        | field        | answer     |
        | journey_from | adopting   |
        | journey_to   | advocating |
      Then the initiative is in review

    @D1.5
    Scenario: A measure shows the advance
      When Olga tries to submit an initiative with:
        | field              | answer    |
        | measures.1.outcome | relevance |
      Then the form finds “No measure shows the step; none has as its outcome one of: advance, action.”
      And it says how to clear it: “Add the measure by which one sees that customers have moved on.”
      When Olga submits an initiative with:
        | field              | answer  |
        | measures.1.outcome | advance |
      Then the initiative is in review

    @D0.9
    Scenario: The long haul is judged after the quarter
      When Olga tries to submit an initiative with:
        | field         | answer     |
        | measures.1.by | 2027-12-31 |
        | measures.2.by | 2027-12-31 |
      Then the form finds “The long horizon is judged on 2027-12-31, no later than the short one on 2027-12-31.”
      And it says how to clear it: “Move the later date back, or correct the horizon.”

    @D1.12
    Scenario: A target that changes nothing is no target
      When Olga tries to submit an initiative with:
        | field               | answer |
        | measures.1.baseline | 12 %   |
        | measures.1.target   | 12 %   |
      Then the form finds “Measure 1 aims at its own baseline, 12 %: nothing would change.”
      And it says how to clear it: “Enter the target that the work is for.”

    @D1.12
    Scenario: A measure is taken after the work has begun
      When Olga tries to submit an initiative with:
        | field         | answer     |
        | starts        | 2026-12-07 |
        | measures.1.by | 2026-12-01 |
      Then the form finds “Measure 1 is due on 2026-12-01, before the work has begun on 2026-12-07.”
      And it says how to clear it: “Give it a date after the beginning.”

    @D3.13
    Scenario: A patient outcome, or the reason why there is none
      When Olga tries to submit an initiative with:
        | field              | answer    |
        | measures.2.outcome | relevance |
      Then the form finds “No row has as its outcome one of: patient outcome.”
      And it says how to clear it: “Add one, or say in “no patient outcome” why not.”

    @D1.11
    Scenario: The data plan comes before the first number
      When Olga tries to submit an initiative with:
        | field                         | answer     |
        | plan_agreed                   | 2026-12-01 |
        | data_sources.1.first_measured | 2026-12-01 |
      Then the form finds “Row 1 is first measured on 2026-12-01, and the plan is only agreed on 2026-12-01.”
      And it says how to clear it: “Measure after the plan is agreed, and enter that day; older numbers belong to the evidence.”
      When Olga submits an initiative with:
        | field                         | answer     |
        | plan_agreed                   | 2026-12-01 |
        | data_sources.1.first_measured | 2026-12-02 |
      Then the initiative is in review

    @D1.11
    Scenario: A data plan nobody dated
      When Olga tries to submit an initiative with:
        | field       | answer |
        | plan_agreed |        |
      Then the form finds “Nothing says when the data plan was agreed.”
      And it says how to clear it: “Enter the day on which it was agreed.”

  Rule: One message, said well, to everybody

    @D4.6
    Scenario Outline: Every specialty has its length
      When Olga submits an initiative with:
        | field                    | answer      |
        | key_messages.1.specialty | <specialty> |
        | key_messages.1.message   | <message>   |
      Then medical is warned: “<finding>”
      And it says how to clear it: “<cure>”

      Examples:
        | specialty | message                                                                                           | finding                                               | cure            |
        | oncology  | Rest helps patients.                                                                              | Message 1 has 3 words; 10 to 14 work best for oncology. | Add at least 7. |
        | nursing   | Shake it and breathe out and seal it and press it and breathe in slowly and then hold your breath | Message 1 has 20 words; 6 to 16 work best for nursing. | Cut at least 4. |

    @D4.7
    Scenario: Every part of a message has words of its own
      When Olga tries to submit an initiative with:
        | field                  | answer                |
        | key_messages.1.message | Six steps, one breath |
        | key_messages.1.data    | Six steps, one breath |
      Then the form finds “In message 1, data repeats message.”
      And it says how to clear it: “Say in “data” what only that part can say.”

    @D4.7
    Scenario: A claim without a reference
      When Olga tries to submit an initiative with:
        | field                    | answer |
        | key_messages.1.reference |        |
      Then the form finds “Message 1 names no reference.”
      And it says how to clear it: “Cite the source that carries the claim.”

    @D1.8
    Scenario: What doctors read, patients read in their words
      When Olga submits an initiative with:
        | field                | answer |
        | key_messages.1.plain |        |
      Then medical is warned: “Message 1 is for doctors and consumers, and has no wording for consumers.”
      And it says how to clear it: “Enter in “plain” what consumers read, so that the two can be compared.”

    @D1.8
    Scenario: Two figures for one thing are shown to medical
      When Olga submits an initiative with:
        | field                | answer                                  |
        | key_messages.1.data  | All six right: 61 % fewer attacks       |
        | key_messages.1.plain | All six right: 8 of 10 have none at all |
      Then medical is warned: “Message 1 tells consumers “8 of 10” and doctors “61 %”.”
      And it says how to clear it: “Use the same figure in both, or take it out of one.”

    @D1.8
    Scenario: The same figure in other words is no contradiction
      When Olga submits an initiative with:
        | field                | answer                              |
        | key_messages.1.data  | All six right: 60 % fewer attacks   |
        | key_messages.1.plain | All six right: 6 of 10 attacks less |
      Then no finding is on record for medical

    @D3.1
    Scenario: What was agreed is what is said in the end
      Then with these answers the form finds “Message 1 has drifted by 100 % on the way to “final words”, and 50 % are tolerated. Lost: shake, breathe, seal, press, slowly, hold.”:
        | field                  | answer                                  |
        | material_ready         | yes                                     |
        | key_messages.1.message | Shake, breathe, seal, press slowly, hold |
        | final_words            | Use your inhaler as the nurse told you. |
      And it says how to clear it: “Bring the final words back to the brief, or change the brief so that it is reviewed as it is.”
      And with these answers the form finds nothing:
        | field                  | answer                                              |
        | material_ready         | yes                                                 |
        | key_messages.1.message | Shake, breathe, seal, press slowly, hold            |
        | final_words            | First shake it, then breathe out. Press, and hold!  |

  Rule: The right people, the right material

    @D3.2
    Scenario: Some functions cannot be left out by saying so
      When Olga tries to submit an initiative with:
        | field                   | answer       |
        | responsibilities.safety | not_involved |
      Then the form finds ““safety” has “not involved”, and this work cannot do without it.”
      And it says how to clear it: “Agree on its part with that function and enter it here.”
      When Olga submits an initiative with:
        | field                   | answer   |
        | responsibilities.safety | informed |
      Then the initiative is in review

    @D3.5
    Scenario: One owner finds a second
      When Olga tries to submit an initiative with:
        | field                       | answer      |
        | responsibilities.commercial | contributes |
      Then the form finds “1 functions have “owns” where at least 2 share the work.”
      And it says how to clear it: “Agree with another function and enter it here.”

    @D4.8
    Scenario: Medical affairs and commercial share what is for doctors
      When Olga submits an initiative with:
        | field                            | answer      |
        | responsibilities.medical_affairs | contributes |
        | responsibilities.digital         | owns        |
        | launch                           | yes         |
      Then steering is warned: ““medical affairs” is not among those with “owns”.”
      And it says how to clear it: “Enter it here.”

    @D4.8
    Scenario: Where no doctor is the customer, others may own it
      When Olga submits an initiative with:
        | field                            | answer       |
        | audiences.hcp                    | not_affected |
        | audiences.patients               | main         |
        | responsibilities.medical_affairs | contributes  |
        | responsibilities.digital         | owns         |
      Then no finding is on record for steering

    @D3.8
    Scenario Outline: A code copied wrongly is noticed while it is entered
      When Olga tries to submit an initiative with:
        | field       | answer     |
        | made_of     | derivative |
        | reused_code | <code>     |
      Then the form finds “no code that was ever given out: its check digit is wrong.”
      And it says how to clear it: “Copy it from the approved material; a digit is wrong or missing, or two are swapped.”
      When Olga submits an initiative with:
        | field       | answer           |
        | made_of     | derivative       |
        | reused_code | RSP-DE-26-0417-7 |
      Then the initiative is in review

      Examples:
        | code             |
        | RSP-DE-26-0418-7 |
        | RSP-DE-26-0471-7 |
        | RSP-DE-26-0417   |

  Rule: Contact is bearable, and somebody is there

    @D3.3
    Scenario: Too many contacts outside the preferred channel
      When Olga tries to submit an initiative with:
        | field                  | answer |
        | contact_plan.1.planned | 100    |
        | contact_plan.1.outside | 55     |
      Then the form finds “55 % of the contacts are planned outside the preferred channel; the limit is 40 %.”
      And it says how to clear it: “Move at least 15 of 100 contacts, or ask for preferences first.”

    @D4.4
    Scenario: Field teams and digital work together, or legal hears that they do not
      When Olga submits an initiative with:
        | field                  | answer                      |
        | touchpoints            | ["digital", "face_to_face"] |
        | contact_plan.1.channel | email                       |
        | contact_plan.1.planned | 500                         |
      Then legal is warned: “0 % of the contacts are field contacts (visit, call, event); at least 10 % carry the work together.”
      And it says how to clear it: “Move at least 50 of 500 contacts there.”

    @D2.4
    Scenario Outline: Pre-moderation, alert and triage are described, not ticked off
      When Olga tries to submit an initiative with:
        | field          | answer                 |
        | public_channel | yes                    |
        | pre_moderation | A nurse reads it first |
        | alerting       | Within the hour        |
        | triage         | By kind                |
        | platform       | [{"platform": "Wall", "moderation": "yes", "deletion": "yes", "identity": "yes", "archive": "yes"}] |
        | <field>        | yes                    |
      Then the form finds “<finding>”
      And it says how to clear it: “<cure>”

      Examples:
        | field          | finding                         | cure                                              |
        | pre_moderation | No pre-moderation is described. | Name the tool and who reads what comes in.        |
        | alerting       | No alert is described.          | Name the alert, whom it reaches, and how fast.    |
        | triage         | No triage is described.         | Say what happens to a question, a complaint, an adverse event. |

    @D2.4 @D2.5
    Scenario Outline: A platform that cannot hold a post back needs a tool that can
      When Olga submits an initiative with:
        | field          | answer                 |
        | public_channel | yes                    |
        | pre_moderation | A nurse reads it first |
        | alerting       | Within the hour        |
        | triage         | By kind                |
        | platform       | <platform>             |
      Then <heard>

      Examples:
        | platform                                                                                                              | heard                                                                                                             |
        | [{"platform": "Wall", "moderation": "no", "deletion": "yes", "identity": "yes", "archive": "yes"}]                    | patient_safety is warned: “Platform 1 cannot hold anything back: what is written there is seen before it is read.” |
        | [{"platform": "Wall", "moderation": "no", "deletion": "yes", "identity": "yes", "archive": "yes", "tool": "Reader"}] | no finding is on record for patient_safety                                                                        |

    @D2.6
    Scenario: “Office hours” is no hour at which a person answers
      When Olga tries to submit an initiative with:
        | field            | answer                 |
        | two_way          | yes                    |
        | pre_moderation   | A nurse reads it first |
        | alerting         | Within the hour        |
        | triage           | By kind                |
        | platform         | [{"platform": "Mail", "moderation": "yes", "deletion": "yes", "identity": "yes", "archive": "yes"}] |
        | staffed_hours    | Office hours           |
        | answering_person | Karl                   |
        | follow_up        | [{"turn": "Is this normal?", "answer": "What is expected"}, {"turn": "A person!", "answer": "At once"}] |
      Then the form finds “It is not said from when until when a person answers.”
      And it says how to clear it: “Enter days and hours, such as: Monday to Friday, 8 to 18.”

    @D2.6
    Scenario: A named person answers
      Then without “answering_person” the form finds “Nobody is named who answers for the answers.” where the customer can answer
      And it says how to clear it: “Choose the person.”

    @D2.12
    Scenario: A dialogue whose second turn repeats the first
      When Olga tries to submit an initiative with:
        | field            | answer                 |
        | two_way          | yes                    |
        | pre_moderation   | A nurse reads it first |
        | alerting         | Within the hour        |
        | triage           | By kind                |
        | platform         | [{"platform": "Mail", "moderation": "yes", "deletion": "yes", "identity": "yes", "archive": "yes"}] |
        | staffed_hours    | Every day, 8 to 20     |
        | answering_person | Karl                   |
        | follow_up        | [{"turn": "Is this normal?", "answer": "See the leaflet"}, {"turn": "A person!", "answer": "See the leaflet"}] |
      Then the form finds “Turns 1 and 2 get the same answer.”
      And it says how to clear it: “Answer what was said in that turn; a stock phrase goes nowhere.”

    @D2.12
    Scenario: One turn is an announcement
      Then with these answers the form finds “The dialogue has 1 turn; at least 2 make it one.”:
        | field     | answer                                                      |
        | two_way   | yes                                                         |
        | follow_up | [{"turn": "Is this normal?", "answer": "What is expected"}] |
      And it says how to clear it: “Add what the customer may say next, and what they get.”
