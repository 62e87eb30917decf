Feature: Credentials
  Who signs is known before they sign, and stays the only one who can. Replacing what somebody signs with takes two
  administrators; a loss ends everything at once; guessing is told within a minute; what is closed is never given again.

  Background:
    Given the policy “leaflet” is in force
    And these people:
      | person | holds               |
      | Olga   |                     |
      | Mia    | medical_reviewer    |
      | Max    | medical_reviewer    |
      | Leo    | legal_reviewer      |
      | Rosa   | regulatory_reviewer |
      | Sven   | signatory           |
      | Karl   | coordinator         |
      | Ada    | administrator       |
      | Bo     | administrator       |
    And Olga submits a leaflet

  Rule: Nobody signs before the office is certified and they are known

    @part11.100c
    Scenario: An office that has not told the agency
      Given Ada demands certification
      And Ada confirms who Mia is: “Passport seen in the office”
      When Mia tries to approve at medical
      Then it is refused: “Nobody can sign here yet.”
      And medical is open
      And the attempt of Mia is on record as “signatures-not-enabled”
      When Ada enables signatures: “Letter of 2 November 2026, CW-17”
      And Mia approves at medical
      Then medical is passed
      And the certification that can be exported is “Letter of 2 November 2026, CW-17”

    @part11.100b
    Scenario: Somebody nobody has verified
      Given Ada enables signatures: “Letter of 2 November 2026, CW-17”
      When Mia tries to approve at medical
      Then it is refused: “Nobody has confirmed who you are”
      And the attempt of Mia is on record as “identity-not-confirmed”
      When Mia tries to confirm who Mia is
      Then it is refused: “It is for administrators.”
      When Ada tries to confirm who Ada is
      Then it is refused: “Nobody confirms, resets or closes their own account.”
      When Ada confirms who Mia is: “Passport seen in the office”
      And Mia approves at medical
      Then medical is passed

    Scenario: An office that is older than the demand goes on
      When Mia approves at medical
      Then medical is passed

  Rule: Replacing what somebody signs with takes two administrators

    @part11.200a3
    Scenario: One administrator alone
      Given Ada confirms who Mia is: “Passport seen in the office”
      When Ada asks for new credentials for Mia: “Left the telephone in a train”
      Then Mia is told: reset-asked
      And Bo is told: reset-to-approve
      When Ada tries to approve new credentials for Mia
      Then it is refused: “You asked for it; a reset takes two administrators”
      When Mia tries to approve new credentials for Mia
      Then it is refused: “It is for administrators.”
      When the office itself tries to approve new credentials for Mia
      Then it is refused: “It is for administrators.”
      When Mia approves at medical
      Then medical is passed

    @part11.200a3
    Scenario: Two administrators, and a third proof before the next signature
      Given Ada enables signatures: “Letter of 2 November 2026, CW-17”
      And Ada confirms who Mia is: “Passport seen in the office”
      And Ada asks for new credentials for Mia: “Left the telephone in a train”
      When Bo approves new credentials for Mia
      Then Mia is told: credentials-issued
      When Mia tries to approve at medical
      Then it is refused: “This password signs nothing.”
      When Mia takes over the new credentials
      And Mia tries to approve at medical
      Then it is refused: “This password signs nothing.”
      When Mia chooses a password
      And Mia tries to approve at medical
      Then it is refused: “Nobody has confirmed who you are”
      When Bo tries to confirm who Mia is
      Then it is refused: “You handed out these credentials”
      When Ada confirms who Mia is: “Came to the desk with a passport”
      And Mia approves at medical
      Then medical is passed
      And the whole log verifies, every act judged again

    Scenario: Nobody approves, so nothing is ever approved
      Given Ada asks for new credentials for Mia: “Left the telephone in a train”
      When 10080 minutes pass
      And Bo tries to approve new credentials for Mia
      Then it is refused: “was asked too long ago”
      And Mia can still sign at medical

  Rule: A lost device stops at once

    @part11.300c
    Scenario: Lost, reported, replaced
      Given Mia is signed in
      And Mia opens the page of medical
      When Mia reports a loss: “The telephone was stolen”
      Then Mia is told: loss-reported
      And Ada is told: loss-to-replace
      And Mia is signed in nowhere
      When Mia tries to sign that page
      Then it is refused: “has no second factor”
      When Ada tries to approve new credentials for Mia
      Then it is refused: “No reset of these credentials waits for approval”
      When Ada asks for new credentials for Mia: “The telephone was stolen”
      And Bo approves new credentials for Mia
      And Mia takes over the new credentials
      And Mia chooses a password
      And Mia approves at medical
      Then medical is passed

    @part11.300c
    Scenario: An administrator reports it for somebody
      When Ada reports the loss of Mia: “She called from the station”
      And Mia tries to approve at medical
      Then it is refused: “has no second factor”

  Rule: Guessing is told within a minute

    @part11.300d
    Scenario: Five wrong passwords
      Given Mia opens the page of medical
      When Mia guesses the password 5 times on that page
      And Mia tries to sign that page
      Then it is refused: “This account is locked for a while.”
      And one incident is open: lock-out, by the office itself
      When 1 minute passes
      And the mail is delivered
      Then within 60 seconds of the last guess these mails are there:
        | to  | subject                                |
        | Ada | Incident, major: Account locked (Mia)  |
        | Bo  | Incident, major: Account locked (Mia)  |
        | Mia | Your account is locked for a while     |

    @part11.300d
    Scenario: Whoever goes on guessing opens no second incident within the hour
      Given Mia opens the page of medical
      And Mia guesses the password 5 times on that page
      When 1 minute passes
      And Mia opens the page of medical
      And Mia guesses the password 1 times on that page
      Then one incident is open: lock-out, by the office itself

  Rule: What is closed is never given again

    @part11.100a
    Scenario: Somebody leaves
      Given Mia is signed in
      And Mia opens the page of medical
      When Ada closes the account of Mia: “Left the company”
      Then Mia is told: account-closed
      And Mia is signed in nowhere
      When Mia tries to sign that page
      Then it is refused: “This account cannot be used.”
      When Ada tries to invite somebody as Mia
      Then it is refused: “neither is ever given again”
      When Ada tries to close the account of Mia
      Then it is refused: “It was ended for good”

    @part11.300a
    Scenario Outline: The same login in another spelling
      When Ada tries to invite somebody with the login “<login>”
      Then it is refused: “This account already exists.”

      Examples:
        | login             |
        | mia@example.org   |
        | MIA@Example.ORG   |
        | ｍia@example.org  |

  Rule: A signature is its owner's

    @part11.200a2
    Scenario: A delegate signs as themselves
      Given Mia lends the role of medical_reviewer to Karl until Friday 18 December, 17:00
      When Karl approves at medical
      Then the signature at medical says “Karl”, “approval” and Monday 16 November, 9:00

    @part11.200a2
    Scenario: An administrator has no way to sign as somebody else
      Given Mia opens the page of medical
      When Ada tries to sign with the challenge of Mia
      Then it is refused: “This signing form belongs to somebody else.”
      And medical is open
