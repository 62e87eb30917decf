Feature: Continuity
  The record outlives the machine. A backup restores whole and verified, or not at all; what is older than what was
  signed is never signed again; what was erased stays erased; and that all of this works is shown by a drill on record.

  Background:
    Given the policy “leaflet” is in force
    And these people:
      | person | holds               |
      | Olga   |                     |
      | Mia    | medical_reviewer    |
      | Leo    | legal_reviewer      |
      | Ada    | administrator       |
      | Uma    | administrator       |
    And Olga submits a leaflet with:
      | field | answer                         |
      | heard | A nurse told Pat Ient at night |
    And Mia approves at medical

  Rule: What is restored is what was recorded

    @part11.10c @annex11.7.1 @annex11.17
    Scenario: A backup restores with every decision, and verifies
      Given the office is backed up, keys apart
      When the backup is restored into an empty folder
      Then the office restored verifies, and holds the same record

    @annex11.7.2
    Scenario: A damaged backup is not restored
      Given the office is backed up, keys apart
      And one byte in the middle of the backup is flipped
      When somebody tries to restore the backup
      Then nothing is restored: “is no sound backup”

    @annex11.7.2
    Scenario: A backup of an altered log is not restored
      Given somebody writes “approved” into the table of leaflets by SQL
      And the office is backed up, keys apart
      When somebody tries to restore the backup
      Then nothing is restored: “The log in the backup does not verify”

  Rule: What is older than what was signed is not signed again

    @annex11.7.1
    Scenario: A backup taken before the last signature
      Given the office is backed up, keys apart
      And Leo approves at legal
      And a checkpoint was kept outside
      When the backup is restored into an empty folder, and told of that checkpoint
      Then the office restored refuses to sign: “A restored backup is a fork of the log.”

  Rule: What was erased stays erased

    @gdpr17 @annex11.7.1
    Scenario: A backup taken before an erasure forgets again
      Given the office is backed up, keys apart
      And Ada has the answer “heard” of the leaflet erased
      When the backup is restored into an empty folder with the list of erasures
      Then nobody can read “Pat Ient” in the office restored

  Rule: A drill shows that it works

    @annex11.7.2 @annex11.16
    Scenario: A drill is on record
      When a restore drill is done
      Then the drill is on record as restored, with the size and root of the log
      And the whole log verifies

    @annex11.7.2
    Scenario: A drill nobody has done is an alarm
      Given it is 91 days later
      When the alarms are looked at
      Then administrators are told of “drill-overdue” once
      When a restore drill is done
      And the alarms are looked at
      Then administrators are told of “drill-overdue” once
