Feature: Policies compared
  What changed between two definitions can be read aloud, and whether more passes or less is proven by an initiative that
  one lets pass and the other does not.

  Background:
    Given the policy “leaflet” is in force

  Scenario: A shorter clock changes nothing that passes
    Given the policy “leaflet” is changed: “within: 16 business hours” becomes “within: 8 business hours”
    When leaflet is compared with what is in force
    Then the change reads: “Medical” now has 8 instead of 16 business hours.
    And the new policy is equal

  Scenario: A gate that fewer answers need
    Given the policy “leaflet” is changed: “    title: Legal” becomes “    title: Legal\n    when: {audience: patients}”
    When leaflet is compared with what is in force
    Then the change reads: “Legal” is now needed when “Audience” is patients instead of always.
    And the new policy is looser
    And an initiative shows it: “When “Audience” is Nurses”

  Scenario: A rule that asks for more
    Given the policy “leaflet” is changed: “approve: majority” becomes “approve: all”
    When leaflet is compared with what is in force
    Then the change reads: “Steering” needs every vote instead of a majority.
    And the new policy is stricter
    And an initiative shows it: “these votes do not pass “Steering””

  Scenario: A promise taken back
    Given the policy “leaflet” is changed: “  - {if: {audience: patients}, approval needs: [steering]}” becomes “”
    When leaflet is compared with what is in force
    Then the change reads: It is no longer guaranteed: where “Audience” is patients, approval needs “Steering”.
    And the new policy is looser
