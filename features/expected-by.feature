Feature: Expected by
  Whoever waits sees when it will probably be decided, with a band that holds 8 in 10, from what the office did before.
  Where nothing can be said, that is said, and why.

  Background:
    Given the policy “leaflet” is in force
    And these people:
      | person | holds               |
      | Olga   |                     |
      | Mia    | medical_reviewer    |
      | Leo    | legal_reviewer      |
      | Rosa   | regulatory_reviewer |
      | Sven   | signatory           |
      | Karl   | coordinator         |

  Scenario: With nothing decided yet, the promised times stand, and are called an assumption
    When Olga submits a leaflet
    Then it is expected from the promises, with 0 decided so far

  Scenario: From ten decided leaflets on, their real working time stands
    Given Rosa decided 10 leaflets of Olga, each 4 working hours after its submission
    When Olga submits a leaflet
    Then it is expected by Monday 30 November, 13:00, from 10 like it

  Scenario: Waiting longer than every earlier one leaves no date, and no invented one
    Given Rosa decided 10 leaflets of Olga, each 4 working hours after its submission
    And Olga submits a leaflet
    When it becomes Tuesday 1 December, 9:00
    Then no date is given, because it is “longer than any”

  Scenario: On hold there is no date
    Given Olga submits a leaflet
    When Karl puts the leaflet on hold: “Waiting for the label”
    Then no date is given, because it is “on hold”
