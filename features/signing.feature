Feature: Signing
  A decision is signed with two components in the request that decides. They are used up with it, belong to one act on
  one text, and guessing is stopped.

  Background:
    Given the policy “leaflet” is in force
    And these people:
      | person | holds               |
      | Olga   |                     |
      | Mia    | medical_reviewer    |
      | Max    | medical_reviewer    |
      | Hana   | medical_head        |
      | Leo    | legal_reviewer      |
      | Rosa   | regulatory_reviewer |
      | Sven   | signatory           |
      | Karl   | coordinator         |
      | Oskar  | auditor             |
    And Olga submits a leaflet

  Rule: A signature is name, time and meaning, bound to its record

    @part11.50a
    Scenario Outline: What a signature asserts
      Given it becomes Tuesday 17 November, 10:30
      When Mia <does> at medical
      Then the signature at medical says “Mia”, “<meaning>” and Tuesday 17 November, 10:30

      Examples:
        | does         | meaning   |
        | approves     | approval  |
        | rejects      | rejection |
        | stands aside | recusal   |

    @part11.50a
    Scenario: The policy may say what an approval means
      Given the gates decide: Mia approves at medical, Leo approves at legal, Rosa approves at regulatory
      When it becomes Tuesday 17 November, 10:30
      And Sven approves at certification
      Then the signature at certification says “Sven”, “I certify this exact text” and Tuesday 17 November, 10:30

    @part11.50b
    Scenario Outline: Name, date, time with zone, and meaning in every form that people read
      Given it becomes Tuesday 17 November, 10:30
      And Mia rejects at medical
      When the signature is read in <form>
      Then it says “Signed, meaning “rejection”: Mia, 17 Nov 2026, 10:30:00 in Berlin (09:30:00 UTC)”

      Examples:
        | form                  |
        | the page of the owner |
        | the trail             |
        | the mail, in HTML     |
        | the mail, as text     |

    @part11.50b
    Scenario: The trail as a table has them in columns
      Given it becomes Tuesday 17 November, 10:30
      And Mia rejects at medical
      When the signature is read in the exported trail
      Then its columns are “Mia”, “2026-11-17 10:30:00 CET (09:30:00 UTC)” and “rejection”

  Rule: Two components, every time

    @part11.200a1
    Scenario Outline: A component is missing or wrong
      Given Mia opens the page of medical
      When Mia tries to sign that page with <what>
      Then it is refused: “<why>”
      And nothing was recorded in it since
      And medical is open
      And the attempt of Mia is on record as “<code>”

      Examples:
        | what             | code              | why                         |
        | a wrong password | wrong-password    | Login or password is wrong. |
        | no password      | wrong-password    | Login or password is wrong. |
        | no code          | missing-component | The code is missing.        |
        | a wrong code     | wrong-code        | This code is not valid now. |
        | no login         | missing-component | The login is missing.       |

    @part11.200a1
    Scenario: After a mistake the same page still signs
      Given Mia opens the page of medical
      And Mia guesses the password 1 times on that page
      When Mia signs that page
      Then medical is passed

  Rule: What was used is used up

    Scenario: A code that was used signs nothing else
      Given Mia opens the page of medical
      And Mia signs that page
      And Olga submits a leaflet
      When Mia tries to sign the page of medical with the code of that signature
      Then it is refused: “This code was used already.”
      And medical is open

    Scenario: A challenge signs once
      Given Mia opens the page of medical
      And Mia signs that page
      When Mia tries to sign that page
      Then it is refused: “This signing form was used already.”
      And 1 decision is on record at medical

    Scenario: A challenge is good for two minutes
      Given Mia opens the page of medical
      When 2 minutes pass
      And Mia tries to sign that page
      Then it is refused: “It is good for two minutes.”
      And medical is open

    Scenario: A clock that is put back stops no signature, and the record's time does not follow it
      Given it becomes Tuesday 17 November, 10:30
      And Leo approves at legal
      When the clock of the machine is put back by a day
      And Mia approves at medical
      Then medical is passed
      And no entry is earlier than the one before it

  Rule: A signature is its owner's, for one act on one text

    @part11.200a2
    Scenario: Nobody signs with another's challenge
      Given Mia opens the page of medical
      When Max tries to sign with the challenge of Mia
      Then it is refused: “This signing form belongs to somebody else.”
      And medical is open

    @part11.70
    Scenario: A signature is not carried to another leaflet
      Given Mia opens the page of medical
      And Olga submits a leaflet with:
        | field   | answer                    |
        | message | One tablet in the evening |
      When Mia tries to put the signature of that page under this leaflet
      Then it is refused: “The record changed after this page was shown.”
      And medical is open

    Scenario: A challenge is not carried to another leaflet
      Given Mia opens the page of medical
      And Olga submits a leaflet
      When Mia tries to use that challenge at medical
      Then it is refused: “The text or the act differs from what was shown.”
      And medical is open

  Rule: Guessing is stopped

    Scenario: Five failures lock the account, for a minute at first
      Given Mia opens the page of medical
      And Mia guesses the password 5 times on that page
      When Mia tries to sign that page
      Then it is refused: “This account is locked for a while.”
      And medical is open
      And the attempt of Mia is on record as “wrong-password”
      And the attempt of Mia is on record as “locked”
      When 1 minute passes
      And Mia opens the page of medical
      And Mia signs that page
      Then medical is passed

    Scenario: The lock is the account's, not the office's
      Given Mia opens the page of medical
      And Mia guesses the password 5 times on that page
      When Max approves at medical
      Then medical is passed
