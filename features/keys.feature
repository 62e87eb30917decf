Feature: Keys
  The log's key lies outside of the database. It hands over to another by a statement that both sign and the ledger
  keeps; afterwards it may be revoked. What it signed before stays good.

  Background:
    Given the policy “leaflet” is in force
    And these people:
      | person | holds               |
      | Olga   |                     |
      | Mia    | medical_reviewer    |
      | Ada    | administrator       |
    And Olga submits a leaflet
    And the log's key is declared

  Rule: A key hands over to the next

    @part11.10a
    Scenario: A packet from before still verifies with the old key
      Given the evidence of the leaflet is handed to the auditor, and the key of the log
      When the log's key hands over to a new one
      And the auditor verifies it with bare Python, far from the office
      Then “signed” is answered yes

    Scenario: During the overlap whoever keeps only the old key still opens what is signed
      Given the auditor keeps the key of the log
      When the log's key hands over to a new one
      And Mia approves at medical
      And the evidence of the leaflet is handed to the auditor
      And the auditor verifies it with bare Python, far from the office
      Then “signed” is answered yes

    Scenario: After the overlap the packet itself leads from the old key to the new one
      Given the auditor keeps the key of the log
      And the log's key hands over to a new one
      When 91 days pass
      And Mia approves at medical
      And the evidence of the leaflet, with the log's keys in it, is handed to the auditor
      And the auditor verifies it with bare Python, far from the office
      Then “signed” is answered yes

    Scenario: The whole log is followed from the old key to the new one
      Given the auditor keeps the key of the log
      And the log is sealed
      When the log's key hands over to a new one
      And Mia approves at medical
      And the log is sealed
      Then the whole log verifies with the key the auditor keeps

    Scenario: A key that was put in the place of the log's
      Given the log is sealed
      When somebody puts another key in the place of the log's
      Then the log is not signed: “The ledger has the key”

    Scenario: Power fails between the ledger and the files
      When the log's key hands over, and power fails before its file is moved
      And the log is sealed
      Then the new key is in use

  Rule: A key is revoked

    Scenario: A key that was left on a stick
      Given the log's key hands over to a new one
      When the old key is revoked
      And Mia approves at medical
      Then only the new key signs the log

    Scenario: Whoever keeps a revoked key is told
      Given the auditor keeps the key of the log
      And the log's key hands over to a new one
      And 2 days pass
      When the old key is revoked
      And the evidence of the leaflet, with the log's keys in it, is handed to the auditor
      And the auditor verifies it with bare Python, far from the office
      Then “signed” is answered yes
      And the auditor is told: “is revoked: what it signed from”

    Scenario: Never the only one
      When somebody tries to revoke the key in use
      Then it is refused: “It is the one in use; the log would have none.”

  Rule: A secret that others can read is used by nobody

    @part11.10d
    Scenario: A key that others may read
      When the file of the log's key becomes readable by others
      Then the log is not signed: “can be read by others”
      And no program starts: “chmod 600”
