Feature: Witness
  Whoever holds the log's key can rewrite what nobody else has seen. A witness is somebody else: it remembers how far it
  has seen the log, on a machine of its own, and cosigns only what extends that.

  Background:
    Given the policy “leaflet” is in force
    And these people:
      | person | holds               |
      | Olga   |                     |
      | Mia    | medical_reviewer    |
      | Leo    | legal_reviewer      |
      | Rosa   | regulatory_reviewer |
      | Sven   | signatory           |
      | Ada    | administrator       |
    And the witnesses “quality” and “audit” on machines of their own
    And Ada declares both of them, 2 needed
    And Olga submits a leaflet

  Rule: What enough witnesses cosigned cannot be rewritten unseen

    @part11.10c
    Scenario: Two of two
      When the log is sealed and carried to quality and audit
      Then the status says: “entries are cosigned. None can be rewritten unseen.”
      And the evidence of the leaflet carries both cosignatures

    Scenario: One is too few where two are needed
      When the log is sealed and carried to quality
      Then the status says: “no checkpoint that enough witnesses have cosigned is known”

    Scenario: A record that is not yet cosigned gets the newest checkpoint all the same
      Given the log is sealed and carried to quality and audit
      When Mia approves at medical
      Then the evidence of the leaflet carries no cosignature
      And the status says: “1 entry lies after it”

    Scenario: A later entry elsewhere takes nothing from a record that was cosigned
      Given the log is sealed and carried to quality and audit
      When Olga submits another leaflet
      Then the evidence of the first leaflet carries both cosignatures

  Rule: A witness cosigns no two histories

    @part11.10c
    Scenario: A restored backup
      Given a backup was made
      And Mia approves at medical
      And the log is sealed and carried to quality and audit
      When the backup is restored
      Then the log is not signed: “A restored backup is a fork of the log.”
      And there is an incident: “Log not signed”

    Scenario: A restored backup whose operator hides what was kept beside the key
      Given a backup was made
      And Mia approves at medical
      And the log is sealed and carried to quality and audit
      When the backup is restored, and nothing is left of what was signed and seen
      And Mia rejects at medical
      And the log is sealed
      Then quality does not cosign it: “The log's key has signed two histories”
      And quality keeps the checkpoint that proves it

    Scenario: An old request carried again
      Given a request for quality was kept
      And Mia approves at medical
      And the log is sealed and carried to quality
      Then quality does not cosign the kept request: “an old request is carried again, or the log was cut short”

    Scenario: The log of another office
      Then quality does not cosign the log of another office: “keeps no key of that log”

  Rule: A witness remembers before it answers

    Scenario: Power fails between remembering and answering
      Given the log is sealed
      When quality is killed after it remembered and before it answered
      And the same request is carried to it again
      Then its cosignature is accepted

  Rule: Too long outside is an alarm

    Scenario: An approval that nobody outside has seen for too long
      Given the log is sealed and carried to quality and audit
      And the gates decide: Mia approves at medical, Leo approves at legal, Rosa approves at regulatory
      And Sven approves at certification
      When 5 hours pass
      Then what is kept outside is looked at
      And there is an incident: “No outside anchor”
      And the status says: “an approval may lie outside for 4 h”

    Scenario: The same alarm is given once
      Given 25 hours pass
      When what is kept outside is looked at
      And what is kept outside is looked at
      Then there is 1 incident

  Rule: Witnesses are declared by an administrator

    Scenario Outline: Nobody else declares them
      When <who> tries to declare no witness any more
      Then it is refused: “It is for administrators.”

      Examples:
        | who    |
        | Mia    |
        | system |
