Feature: Questions and turns beside a decision
  A reviewer asks without deciding; owner, contributors and colleagues answer. All of it is evidence, and none of it moves
  a gate, a clock or a date.

  Background:
    Given the policy “leaflet” is in force
    And these people:
      | person | holds               |
      | Olga   |                     |
      | Ben    |                     |
      | Mia    | medical_reviewer    |
      | Max    | medical_reviewer    |
      | Leo    | legal_reviewer      |
      | Rosa   | regulatory_reviewer |
      | Sven   | signatory           |
      | Karl   | coordinator         |
    And Olga submits a leaflet whose “artwork” Ben wrote

  Rule: Reviewers ask, and whoever the record concerns answers

    Scenario: A question about one answer, and what the owner says
      When Mia asks at medical about “message”: “From which study is this?”
      Then Olga was told: “question-asked”
      When Olga answers question 1: “From the label, section 4.2”
      Then Mia was told: “question-answered”
      And question 1 is open with 1 answer
      When Mia closes question 1
      Then question 1 is closed with 1 answer

    Scenario Outline: Others who answer
      Given Mia asks at medical: “From which study is this?”
      When <who> answers question 1: “From the label”
      Then question 1 is open with 1 answer

      Examples:
        | who |
        | Ben |
        | Max |
        | Leo |

    Scenario Outline: Who cannot ask
      When <who> tries to ask at medical: “Why?”
      Then it is refused: “<why>”

      Examples:
        | who  | why                                                          |
        | Olga | You own this initiative.                                     |
        | Leo  | You are not on the panel of “Medical” for this initiative now. |
        | Karl | You are not on the panel of “Medical” for this initiative now. |

    Scenario: Who stood aside asks nothing any more
      Given Max stands aside at medical
      When Max tries to ask at medical: “Why?”
      Then it is refused: “You stood aside from this initiative.”

    Scenario: A coordinator does not answer for the owner
      Given Mia asks at medical: “From which study is this?”
      When Karl tries to answer question 1: “From the label”
      Then it is refused: “Ask the owner to say it.”

    Scenario: Only whoever asked closes a question
      Given Mia asks at medical: “From which study is this?”
      When Olga tries to close question 1
      Then it is refused: “A question is closed by whoever asked it.”

    Scenario: Nothing is added once the record is closed
      Given Mia asks at medical: “From which study is this?”
      And Olga withdraws the leaflet: “The campaign is off”
      When Olga tries to answer question 1: “From the label”
      Then it is refused: “nothing is added to it”

  Rule: A question decides nothing

    Scenario: Gates, due times and who can act stay as they were
      Given the gates, their due times and who can act are noted
      When Mia asks at medical: “From which study is this?”
      And Olga answers question 1: “From the label”
      And Mia closes question 1
      Then the gates, their due times and who can act are as noted
      And the whole log verifies

  Rule: A signature binds what was said before it

    Scenario: An answer that came after the page was opened is read before anything is signed
      Given Mia asks at medical: “From which study is this?”
      And Mia opens the page of medical
      And Olga answers question 1: “From the label”
      When Mia tries to sign that page
      Then it is refused: “Read what changed, then sign again.”
      When Mia approves at medical
      Then medical is passed

  Rule: A turn is passed on, and nobody's right to decide with it

    Scenario: The receiver is told, and both may still decide
      Given the gates, their due times and who can act are noted
      When Mia passes the turn at medical on to Max
      Then Max has the turn at medical
      And the gates, their due times and who can act are as noted
      When Mia approves at medical
      Then medical is passed

    Scenario: Reminders go to whoever has the turn
      When Mia passes the turn at medical on to Max
      And it becomes Monday 16 November, 17:00
      And the clocks are looked at
      Then Max is reminded of medical at 50%

    Scenario: A coordinator passes on for somebody who is away
      Given Mia is away until Monday 30 November, 9:00
      When Karl passes the turn of Mia at medical on to Max
      Then Mia was told: “passed-on”

    Scenario Outline: To whom it cannot go
      When Mia tries to pass the turn at medical on to <who>
      Then it is refused: “Whoever receives a turn must be able to decide there now”

      Examples:
        | who  |
        | Olga |
        | Leo  |
        | Karl |

    Scenario: Who is away receives no turn
      Given Max is away until Monday 30 November, 9:00
      When Mia tries to pass the turn at medical on to Max
      Then it is refused: “that person is away”

    Scenario: Nobody takes another's turn
      When Max tries to pass the turn of Mia at medical on to Max
      Then it is refused: “It is for the coordinators of this workflow.”
