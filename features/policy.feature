Feature: Policy
  A definition comes into force when its owner publishes it and its guarantees are proven over every possible answer.
  There is no force, no way back to an old one, and no change to what is under way.

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
      | Pia    | policy_owner        |

  Rule: A broken guarantee is a counterexample, and nothing is published

    @D0.3
    Scenario: Executives drawn into known ground
      Given the policy “leaflet” is changed: “guarantees:” becomes “guarantees:\n  - {if: {tier: T1}, never opens: [steering]}”
      And the policy “leaflet” is changed: “when: {tier: T3}” becomes “when: {tier: [T1, T3]}”
      When Pia tries to publish leaflet
      Then it is refused: “the gate “Steering” opens although it never may.”
      And 1 version of leaflet was ever in force

    Scenario: A gate that some answers slip past
      Given the policy “leaflet” is changed: “    title: Legal” becomes “    title: Legal\n    when: {audience: patients}”
      When Pia tries to publish leaflet
      Then it is refused: “the gate “Legal” is not needed although approval needs it.”
      And it says under which answers: “When “Audience” is Nurses”
      And 1 version of leaflet was ever in force

    Scenario: A tier no answers reach
      Given the policy “leaflet” is changed: “  - {tier: T1,” becomes “  - {tier: T2, when: {audience: patients}}\n  - {tier: T1,”
      When Pia tries to publish leaflet
      Then it is refused: “No answers lead to the tier T2.”
      And 1 version of leaflet was ever in force

    Scenario: A guarantee that is kept is published
      Given the policy “leaflet” is changed: “guarantees:” becomes “guarantees:\n  - {if: {tier: T1}, approval needs: [legal]}”
      When Pia publishes leaflet
      Then 2 versions of leaflet were ever in force

  Rule: Malformed files are refused as a whole, every fault with its line

    Scenario: Three faults, all named at once
      Given the policy “leaflet” is written anew:
        """
        workflow: leaflet
        title: Leaflet
        record: leaflet
        form:
          - section: need
            fields:
              - {name: title, kind: line, required: yes}
              - {name: story, kind: txt}
        tiers: [{tier: T1}]
        gates:
          - gate: medical
            panel: {role: medical_reviewer}
            revews: [need]
          - gate: legal
            after: [medcal]
            panel: {role: legal_reviewer}
            reviews: [need]
        """
      Then the checker names these faults, each with its line:
        | line | words                   |
        | 8    | Did you mean `text`?    |
        | 11   | needs the word `reviews` |
        | 13   | Did you mean `reviews`? |
        | 15   | Did you mean `medical`? |
      When Pia tries to publish leaflet
      Then it is refused: “reviews”
      And 1 version of leaflet was ever in force

  Rule: Who publishes

    Scenario: Only the owners of the policy
      Given the policy “leaflet” is changed: “Known ground” becomes “Well-known ground”
      When Karl tries to publish leaflet
      Then it is refused: “It is for the owners of the policy.”
      And the attempt of Karl is on record as “not-policy-owner”
      And 1 version of leaflet was ever in force

    Scenario: An old definition does not come back by replay
      Given the policy “leaflet” is changed: “Known ground” becomes “Well-known ground”
      And Pia publishes leaflet
      When Pia tries to publish the first version of leaflet again
      Then it is refused: “Exactly this definition was in force before”
      And 2 versions of leaflet were ever in force

  Rule: What is under way stays under its own definition

    Scenario: A stricter policy waits for new work
      Given Olga submits a leaflet
      And the policy “leaflet” is changed: “decide: {approve: 1}\n    reviews: [claims]” becomes “decide: {approve: 2}\n    reviews: [claims]”
      And Pia publishes leaflet
      And the office is closed and opened again
      When Leo approves at legal
      Then legal is passed
      And the leaflet runs on the definition it was submitted under
      And the whole log verifies
      When Olga submits a leaflet
      And Leo approves at legal
      Then legal is open
      And legal says: “Needs one approval.”
      And the leaflet runs on the definition in force

    Scenario: A resubmission does not change the definition
      Given Olga submits a leaflet
      And Mia requests changes at medical: “Name the dose”
      And the gates decide: Leo approves at legal, Rosa approves at regulatory
      And the policy “leaflet” is changed: “Known ground” becomes “Well-known ground”
      And Pia publishes leaflet
      When Olga answers every request and resubmits it unchanged
      Then legal and regulatory are carried over
      And the leaflet runs on the definition it was submitted under
