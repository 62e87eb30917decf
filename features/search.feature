Feature: Search
  Words find the records in which they stand, for whoever may open them, and for nobody else. Nothing that was erased is
  found.

  Background:
    Given the policy “leaflet” is in force
    And these people:
      | person | holds            |
      | Olga   |                  |
      | Nina   |                  |
      | Mia    | medical_reviewer |
      | Kim    | administrator    |
      | Aude   | auditor          |
    And Olga submits a leaflet with:
      | field | answer                             |
      | title | Leaflet for Zürich                 |
      | heard | A nurse told Pat Ient at night     |

  Rule: All words are found by their beginning, wherever in the record they stand

    Scenario: Case and accents do not matter, quotes do
      Then Olga finds the leaflet by “zuri LEAFL”
      And Olga finds the leaflet by “leaflet night”
      And Olga finds the leaflet by “"told Pat"”
      And Olga finds nothing by “"Pat told"”
      And Olga finds nothing by “leaflet doctor”

    Scenario: What was said is found as well
      When Mia requests changes at medical: “Say it in plain words”
      Then Olga finds the leaflet by “plain words zurich”

  Rule: Nobody finds what they may not open

    Scenario: The owner, whoever may decide, and auditors find it; nobody else does
      Then Olga finds the leaflet by “Ient”
      And Mia finds the leaflet by “Ient”
      And Aude finds the leaflet by “Ient”
      But Nina finds nothing by “Ient”
      And Kim finds nothing by “leaflet”

  Rule: What is erased is not found

    Scenario: A patient's words are erased
      When Kim has the answer “heard” of the leaflet erased
      Then Aude finds nothing by “Ient”
      And Aude finds the leaflet by “leaflet”
