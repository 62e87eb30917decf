Feature: ALCOA+
  What makes data trustworthy, letter by letter (MHRA 2018 §6.13–6.17, ICH E6(R3) 4.2.2), against the running product.

  Background:
    Given the policy “leaflet” is in force
    And these people:
      | person | holds               |
      | Olga   |                     |
      | Paul   |                     |
      | Mia    | medical_reviewer    |
      | Leo    | legal_reviewer      |
      | Rosa   | regulatory_reviewer |
      | Sven   | signatory           |
      | Karl   | coordinator         |
      | Aude   | auditor             |
      | Pia    | policy_owner        |
      | Ada    | administrator       |
    And Olga submits a leaflet

  @alcoa.attributable
  Scenario: Nothing was ever done by nobody
    Given Mia approves at medical in a browser
    When somebody who was never registered tries to submit a leaflet
    Then it is refused: “You are not registered here.”
    And every entry is by a registered person or by the office itself

  @alcoa.legible
  Scenario: The record is read without Clearway
    Given a leaflet that was changed once and approved, and its packet as Aude took it in a browser
    Then it prints “Which pill when”
    And it prints “One tablet in the morning, with or without food”
    And its print tells every decision: name, meaning, and time in UTC

  @alcoa.contemporaneous
  Scenario: The time of an act is the server's, whatever its sender says
    Given it becomes Tuesday 17 November, 10:30
    When Mia sends her approval at medical, stating that it is 1 January 2020, in a browser
    Then one entry was recorded, by Mia, on Tuesday 17 November at the server's time

  @alcoa.contemporaneous
  Scenario: What is entered later says so
    Given it becomes Tuesday 17 November, 9:00
    When Mia transcribes the paper on which she approved at medical on Monday 16 November, 15:00
    Then the decision says: given Monday 16 November, 15:00, recorded Tuesday 17 November, 9:00, with its scan

  @alcoa.original
  Scenario: The file that was submitted is kept byte for byte, under its digest
    Given the policy “leaflet” is changed: “label: Picture, required: yes}” becomes “label: Picture, required: yes}\n      - {name: proof, kind: file, label: Proof, accept: [pdf]}”
    And Pia publishes leaflet
    When Olga submits a leaflet with the file of a proof in a browser
    Then the log names the digest of exactly those bytes, and they are kept
    When one byte of the kept file is altered
    And somebody runs “coe verify” at the machine
    Then it ends with 1 and says “The file was altered.”

  @alcoa.accurate
  Scenario Outline: What cannot be right is refused where it is entered
    When Olga enters “<answer>” as <field> of a new leaflet in a browser
    Then the answer is 422
    And nothing was recorded

    Examples:
      | field        | answer        |
      | audience     | everybody     |
      | budget_owner | nobody-at-all |

  @alcoa.complete
  Scenario: Rejections, withdrawals and refused attempts are there too, and no number is missing
    Given Mia sends her approval at medical with a guessed code in a browser
    And Mia rejects at medical
    And Olga submits a leaflet
    And Olga withdraws the leaflet: “The congress has one of its own”
    When Aude asks for the trail
    Then the answer is 200: “Mia rejected for Medical”
    And the answer is 200: “Olga withdrew this”
    And the answer is 200: “Denied Mia: sign decision”
    And the entries count from 0 without a gap
    When an entry is taken out of the middle by SQL
    And somebody runs “coe verify” at the machine
    Then it ends with 1 and says “entries are missing or renumbered”

  @alcoa.consistent
  Scenario: When the machine's clock is put back, the record's time does not follow
    Given it becomes Wednesday 18 November, 10:00
    And Mia approves at medical
    When the clock of the machine is put back by a day
    And Karl puts the leaflet on hold: “The label is being changed”
    Then no entry is earlier than the one before it
    And Aude reads on the trail when Karl put it on hold, in UTC as well

  @alcoa.enduring
  Scenario: The record outlives the machine
    Given Mia approves at medical
    When the office is backed up, keys apart
    And the backup is restored into an empty folder
    Then the office restored verifies, and holds the same record

  @alcoa.available
  Scenario: A packet is made while an inspector waits
    Given a leaflet that was changed once and approved, and its packet as Aude took it in a browser
    Then it took less than 10 seconds of this machine's work

  @alcoa.segregated
  Scenario: Who administers decides nothing
    When Ada sends an approval at medical, which no page offered
    Then the answer is 403
    And medical is open

  @alcoa.segregated
  Scenario Outline: Nothing switches the trail off
    Given the settings say that <setting> is <value>
    When Mia approves at medical in a browser
    Then one entry was recorded, by Mia, on Monday 16 November at the server's time
    And the database itself denies to delete a stored entry

    Examples:
      | setting | value |
      | trail   | off   |
      | ledger  | none  |
      | demo    | yes   |
