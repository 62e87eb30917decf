Feature: Incidents
  Whatever goes wrong is on record, reaches those who answer for the office, and stays open until an administrator has
  closed it with its root cause. Nothing closes by itself.

  Background:
    Given the policy “leaflet” is in force
    And these people:
      | person | holds            |
      | Olga   |                  |
      | Mia    | medical_reviewer |
      | Karl   | coordinator      |
      | Quinn  | quality          |
      | Ada    | administrator    |

  Rule: An alarm is opened once and reaches every administrator

    @annex11.13
    Scenario: The same alarm, however often it is raised
      When the office raises the alarm verify-failed 3 times
      Then one incident is open: verify-failed, by the office itself
      And Ada is told once that there is an incident

    Scenario: Anybody registered can report one
      When Olga reports an incident: misuse of Mia, “Signed while she was on holiday”
      Then one incident is open: misuse, by Olga
      And Ada is told once that there is an incident

  Rule: Seen by whom, and why

    @annex11draft.8
    Scenario: An alarm is acknowledged once, by somebody answerable
      Given the office raises the alarm drill-failed 1 times
      And Mia tries to acknowledge it
      Then it is refused: “It is for administrators and quality.”
      When Quinn acknowledges it: “The disk is being replaced”
      Then it says who acknowledged it, when and why: Quinn, “The disk is being replaced”
      When Ada tries to acknowledge it
      Then it is refused: “It is acknowledged already.”

  Rule: Closed with a root cause, by a named administrator

    @annex11.13
    Scenario: A failed verification is not closed without its root cause
      Given the office raises the alarm verify-failed 1 times
      When Ada tries to close it without a root cause
      Then it is refused: “No root cause was given.”
      When Quinn tries to close it: “A disk fault”
      Then it is refused: “It is for administrators.”
      When the office itself tries to close it: “A disk fault”
      Then it is refused: “It asks for a judgement.”
      When Ada closes it: “A disk fault”
      Then no incident is open
      And the whole log verifies, every act judged again

    Scenario: Whoever reported it hears the end of it
      Given Olga reports an incident: other of nobody, “Two mails for one reminder”
      When Ada closes it: “A retry after a lost answer”
      Then Olga is told once that the incident is closed

    Scenario: Nobody closes an incident about themselves
      Given Olga reports an incident: misuse of Ada, “Granted herself a seat through a friend”
      When Ada tries to close it: “Nothing in it”
      Then it is refused: “It is about you.”
