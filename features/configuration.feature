Feature: Configuration
  What governs an installation is on record with every change of it. A change that nobody announced is an incident.

  Background:
    Given the policy “leaflet” is in force
    And these people:
      | person | holds         |
      | Olga   |               |
      | Ada    | administrator |
    And the office is started

  @annex11.10
  Scenario: A change that nobody announced
    When somebody changes the setting zone in the file to Europe/Paris
    And the office is started
    And the office is started
    Then it is on record that zone changed
    And one incident is open: configuration-drift, by the office itself
    And Ada is told once that there is an incident

  @annex11.10
  Scenario: A change that was announced
    When the operator sets zone to Europe/Paris: “The office has moved”
    And the office is started
    Then it is on record that zone changed: “The office has moved”
    And no incident is open

  Scenario: Nothing changed
    When the office is started
    Then nothing is recorded of the configuration since
    And no incident is open
