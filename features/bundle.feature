Feature: Audit bundle
  An auditor draws a sample that anyone can draw again, and takes its packets home in one file. One command verifies all
  of it, draw included, with a key that did not come along.

  Background:
    Given the policy “leaflet” is in force
    And these people:
      | person | holds            |
      | Olga   |                  |
      | Mia    | medical_reviewer |
      | Ada    | administrator    |
    And Olga has submitted 6 leaflets, every second one for patients

  Rule: The draw belongs to whoever brings the seed

    Scenario: The same seed gives the same sample, on the page and at the command line
      When a sample of 3 is drawn by chance with the seed “auditor”
      And a sample of 3 is drawn by chance with the seed “auditor”
      Then both samples are the same, in the same order
      When a sample of 3 is drawn by chance with the seed “another”
      Then the samples differ

    Scenario: By risk the highest tier comes first
      When a sample of 3 is drawn by risk with the seed “auditor”
      Then every record of the sample is of tier T3

    Scenario: Closed records only
      Given Olga withdraws the leaflet: “No budget”
      When closed records are drawn
      Then the sample is that leaflet alone

  Rule: One command verifies all of it

    @part11.10b
    Scenario: A bundle far from the office
      Given Olga withdraws the leaflet: “No budget”
      And the bundle of closed records is handed to the auditor, and the key of the log
      Then no key is in the bundle
      When the auditor verifies it with bare Python, far from the office
      Then the answers are:
        | question | answer |
        | intact   | yes    |
        | signed   | yes    |
        | lawful   | yes    |

    Scenario: A packet that was taken out
      Given Olga withdraws the leaflet: “No budget”
      And the bundle of closed records is handed to the auditor, and the key of the log
      When somebody takes the packet out of the bundle
      And the auditor verifies it without any key
      Then “intact” is answered no
