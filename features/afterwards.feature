Feature: Afterwards
  An approval is for a time and for a use. Those it concerns hear before it ends; what has ended may not be used, even
  while it is being reviewed again. Time ends an approval; it never gives one.

  Background:
    Given the policy “brochure” is in force
    And these people:
      | person | holds                   |
      | Olga   |                         |
      | Mia    | medical_reviewer        |
      | Karl   | coordinator             |
      | Cleo   | chair of the board      |
      | Hana   | medical of the board    |
      | Kim    | compliance of the board |
    And the policy “renewal” is in force as well

  Rule: An approval has a term

    Scenario: Notices before the end, then the end, each once
      Given Olga has an approved brochure
      When it becomes Monday 7 December, 10:00
      And the clocks are looked at 3 times
      Then Karl and Olga were told: “expiring”
      And the brochure is approved
      When it becomes Wednesday 16 December, 10:00
      And the clocks are looked at 3 times
      Then the brochure is expired
      And the whole log verifies

    Scenario: Late ticks catch up, and what has expired is not released
      Given Olga has an approved brochure
      When it becomes Wednesday 16 December, 10:00
      And Olga tries to release the brochure
      Then it is refused: “Have it approved again.”
      When the clocks are looked at
      Then the brochure is expired
      When Olga tries to release the brochure
      Then it is refused: “The record is expired.”

    Scenario: A released brochure expires as well
      Given Olga has an approved brochure
      And Olga releases the brochure
      When it becomes Wednesday 16 December, 10:00
      And the clocks are looked at
      Then the brochure is expired

    Scenario: Six weeks of silence approve nothing
      Given Olga submits a brochure
      When it becomes Thursday 31 December, 17:00
      And the clocks are looked at
      Then the brochure is in review

  Rule: Another record gives it another term, or none

    Scenario: A renewal by its number brings it back
      Given Olga has an approved brochure
      And Olga releases the brochure
      And it becomes Wednesday 16 December, 10:00
      And the clocks are looked at
      When Olga submits a renewal of the brochure
      Then the brochure is expired
      When Mia approves the renewal
      Then the brochure is released
      And the brochure lasts until Friday 15 January 2027
      And the whole log verifies

    Scenario: Nobody renews what is not there
      Given Olga has an approved brochure
      When Olga tries to submit a renewal of “BRO-2026-0099”
      Then it is refused: “no other record has that number”

    Scenario: Nobody renews what was never approved
      Given Olga submits a brochure
      When Olga tries to submit a renewal of “BRO-2026-0001”
      Then it is refused: “it cannot be renewed”

    Scenario: A renewal that is revoked before it is approved renews nothing
      Given Olga has an approved brochure
      And it becomes Wednesday 16 December, 10:00
      And the clocks are looked at
      When Olga submits a renewal of the brochure
      And Mia rejects the renewal
      Then the brochure is expired

    Scenario: Whoever answers for it retires it, with a reason
      Given Olga has an approved brochure
      When Mia tries to retire the brochure
      Then it is refused: “It is for the coordinators of this workflow.”
      When Karl retires the brochure
      Then the brochure is retired
      And the whole log verifies

  Rule: After release somebody asks how it went

    Scenario: A check-in is asked, stays visible, and is answered
      Given Olga has an approved brochure
      And Olga releases the brochure
      When it becomes Monday 23 November, 10:00
      And the clocks are looked at 2 times
      Then Olga was told: “check-in”
      And the record says: “Asked 7 days after release, not answered yet: how nurses took to it.”
      When Olga answers the check-in of “7 days after”: “They kept it”
      Then the record says nothing more
      And the whole log verifies

  Rule: A code marks what was approved

    Scenario: Drawn from answers, year and number, with a check digit
      Given Olga has an approved brochure
      Then its code is “DE-2026-00001-” and a digit that checks it

  Rule: A checklist can ask for words

    Scenario: An approval without the comment is not complete
      Given Olga submits a brochure
      When Mia tries to approve the brochure without a word on its checklist
      Then it is refused: “The checklist asks for a comment on “Whole-study context”.”
      When Mia approves at medical
      Then the brochure is approved

  Rule: An expedited decision is confirmed later

    Scenario: The board ratifies
      Given Olga submits a brochure with:
        | field  | answer |
        | market | fr     |
      When Mia approves at medical
      Then the brochure is approved
      And the record says: “To be ratified by Steering.”
      And Cleo, Hana and Kim can act at steering
      When Cleo approves at steering
      And Hana approves at steering
      Then the record says nothing more
      And the brochure is approved
      And the whole log verifies

    Scenario: The board does not ratify
      Given Olga submits a brochure with:
        | field  | answer |
        | market | fr     |
      And Mia approves at medical
      And Olga releases the brochure
      When Cleo rejects at steering
      And Hana rejects at steering
      Then the brochure is revoked
      And the whole log verifies

    Scenario: Silence ratifies nothing
      Given Olga submits a brochure with:
        | field  | answer |
        | market | fr     |
      And Mia approves at medical
      When it becomes Monday 14 December, 10:00
      And the clocks are looked at
      Then steering is open

  Rule: A term of office ends by itself

    Scenario: After a month on the board nobody votes there any more
      Given it becomes Tuesday 15 December, 10:00
      And Olga submits a brochure with:
        | field  | answer |
        | market | fr     |
      And Mia approves at medical
      And it becomes Wednesday 16 December, 10:00
      When Cleo tries to approve at steering
      Then it is refused: “Your term of office on “Board” ended 2026-12-16.”
      And nobody can act at steering
