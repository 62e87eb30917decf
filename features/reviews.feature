Feature: Periodic reviews
  Somebody who did not act reads what was done, period after period without a gap. What nobody reads in time is an alarm.

  Background:
    Given the policy “leaflet” is in force
    And these people:
      | person | holds                     |
      | Olga   |                           |
      | Mia    | medical_reviewer, quality |
      | Karl   | coordinator               |
      | Quinn  | quality                   |
      | Ada    | administrator             |

  Rule: Never one's own acts

    @annex11.9 @annex11draft.12.5
    Scenario: Whoever acted in a period does not review it
      Given Olga submits a leaflet
      And Mia approves at medical
      And 1 day goes by
      When Mia tries to review the trail: “All in order”
      Then it is refused: “1 of the entries reviewed are your own.”
      When Quinn reviews the trail: “All in order”
      Then the trail is reviewed up to now, by Quinn, with the digest of the report
      And the whole log verifies, every act judged again

    @annex11.12
    Scenario: Whoever granted access does not recertify it
      Given Olga is given the role of legal_reviewer
      And 1 day goes by
      When Ada tries to review the access: “All still needed”
      Then it is refused: “of the entries reviewed are your own.”
      When Mia reviews the access: “All still needed”
      Then the access is reviewed up to now, by Mia, with the digest of the report

    Scenario: A review is for those who answer for quality
      Given 1 day goes by
      When Olga tries to review the trail: “Fine”
      Then it is refused: “It is for administrators and quality.”

  Rule: Period after period

    Scenario: No period is left out and none is read before it is over
      Given 1 day goes by
      And Quinn reviews the trail: “All in order”
      When Quinn tries to review the trail once more from the beginning
      Then it is refused: “It begins where the last reviewed one ended”

    @annex11.9 @annex11.11
    Scenario Outline: What nobody reviewed in time is an alarm
      Given <days> days go by
      When the reviews are looked at 3 times
      Then there is one alarm for the review of <what>

      Examples:
        | days | what        |
        | 45   | trail       |
        | 106  | access      |
        | 106  | credentials |
        | 397  | evaluation  |

  Rule: The office verifies itself

    @part11.10a
    Scenario: Once a day, and the result is on record
      When the office verifies itself 3 times
      Then the verification is on record once: in order

    @annex11.13
    Scenario: What a run finds is an incident
      Given Olga submits a leaflet
      And somebody writes “approved” into the table of leaflets by SQL
      When the office verifies itself 3 times
      Then the verification is on record once: findings
      And one incident is open: verify-failed, by the office itself
      And Ada is told once that there is an incident

  Rule: The report

    @annex11.11
    Scenario: A periodic evaluation tells what happened, each line an entry of the log
      Given Olga reports an incident: other of nobody, “Two mails for one reminder”
      And Ada closes it: “A retry after a lost answer”
      And the office verifies itself 1 times
      When Karl tries to take the role of medical_reviewer
      Then it is refused: “It is for administrators.”
      And 1 day goes by
      When Quinn reads the evaluation
      Then it lists:
        | what                           | entries                       |
        | Access given and ended         | grant                         |
        | Workflows and calendars        | publish, declare-calendar     |
        | Incidents and their root causes | open-incident, close-incident |
        | Denials                        | record-denial                 |
        | Verification runs and reviews  | record-review                 |
        | Restore drills                 |                               |
