Feature: Reminders and escalations
  Reminders come at half of a clock, at eighty per cent, and when it has run out: once each, however the flows tick.
  An escalation adds a seat; it removes nobody and decides nothing.

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
    And Olga submits a leaflet

  Rule: Each step once, to those who can act

    Scenario: The three reminders of medical, with a tick every hour
      When the clocks are looked at every hour until Tuesday 17 November, 18:00
      Then these reminders went out:
        | person | gate    | step    |
        | Mia    | medical | 50%     |
        | Max    | medical | 50%     |
        | Mia    | medical | 80%     |
        | Max    | medical | 80%     |
        | Mia    | medical | overdue |
        | Max    | medical | overdue |

    Scenario Outline: When the first reminder comes
      When it becomes <moment>
      And the clocks are looked at
      Then <what>

      Examples:
        | moment                     | what                 |
        | Monday 16 November, 16:59  | no reminder went out |
        | Monday 16 November, 17:00  | Mia and Max are reminded of medical at 50% |

    Scenario: Ticks that bunch remind nobody twice
      When it becomes Monday 16 November, 17:00
      And the clocks are looked at 4 times
      And a second office on the same database looks at the clocks as well
      Then these reminders went out:
        | person | gate    | step |
        | Mia    | medical | 50%  |
        | Max    | medical | 50%  |

    Scenario: The law takes each step once, whatever id it comes under
      Given it becomes Monday 16 November, 17:00
      And the clocks are looked at
      When the reminder of medical at 50% comes again under another id
      Then it is refused: “This step is not due.”
      And these reminders went out:
        | person | gate    | step |
        | Mia    | medical | 50%  |
        | Max    | medical | 50%  |

    Scenario: No step is taken before its time
      When the reminder of medical at 80% comes under another id
      Then it is refused: “This step is not due.”

    Scenario: A tick that slipped for a day catches up
      When it becomes Tuesday 17 November, 17:00
      And the clocks are looked at
      And the clocks are looked at
      Then these reminders went out:
        | person | gate    | step    |
        | Mia    | medical | 50%     |
        | Max    | medical | 50%     |
        | Mia    | medical | 80%     |
        | Max    | medical | 80%     |
        | Mia    | medical | overdue |
        | Max    | medical | overdue |

    Scenario: Who is away is not reminded
      Given Mia is away until Wednesday 18 November, 9:00
      When it becomes Monday 16 November, 17:00
      And the clocks are looked at
      Then these reminders went out:
        | person | gate    | step |
        | Max    | medical | 50%  |

    Scenario: Who has a conflict is not reminded
      Given Max submits a leaflet
      And Leo approves at legal
      When it becomes Monday 16 November, 17:00
      And the clocks are looked at
      Then Max was reminded once, of the leaflet that Olga owns

    Scenario: A gate that was decided reminds nobody
      Given Mia approves at medical
      When it becomes Tuesday 17 November, 17:00
      And the clocks are looked at
      Then no reminder went out

    Scenario: During a hold nobody is reminded, and afterwards the rest comes at its new time
      Given it becomes Monday 16 November, 17:00
      And the clocks are looked at
      And Karl puts the leaflet on hold: “Waiting for the label”
      And it becomes Friday 20 November, 9:00
      And the clocks are looked at
      When Karl resumes the leaflet
      And it becomes Friday 20 November, 13:47
      And the clocks are looked at
      Then these reminders went out:
        | person | gate    | step |
        | Mia    | medical | 50%  |
        | Max    | medical | 50%  |
      When it becomes Friday 20 November, 13:48
      And the clocks are looked at
      Then these reminders went out:
        | person | gate    | step |
        | Mia    | medical | 50%  |
        | Max    | medical | 50%  |
        | Mia    | medical | 80%  |
        | Max    | medical | 80%  |

  Rule: An escalation adds a seat

    Scenario: Before the escalation the head of medical has no seat
      When Hana tries to approve at medical
      Then it is refused: “You are not on the panel of “Medical” for this initiative now.”

    Scenario: Eight business hours late the head of medical joins, and nobody leaves
      Given it becomes Wednesday 18 November, 17:00
      When the clocks are looked at 2 times
      Then these escalations went out:
        | person | gate    | step                  |
        | Hana   | medical | 8 business hours late |
      And Mia, Max, Hana can act at medical
      And medical is open
      When Hana approves at medical
      Then medical is passed
      And the whole log verifies

    Scenario: A minute earlier nothing has escalated
      Given it becomes Wednesday 18 November, 16:59
      When the clocks are looked at
      Then no escalation went out
      And Mia, Max can act at medical

    Scenario: The reviewers may still decide after an escalation
      Given it becomes Wednesday 18 November, 17:00
      And the clocks are looked at
      When Mia approves at medical
      Then medical is passed

    Scenario: Escalation does not lift separation of duties
      Given Hana submits a leaflet
      And it becomes Wednesday 18 November, 17:00
      And the clocks are looked at
      When Hana tries to approve at medical
      Then it is refused: “You own this initiative.”

    Scenario: In a new round the seat is gone again
      Given it becomes Wednesday 18 November, 17:00
      And the clocks are looked at
      And Mia requests changes at medical: “Name the dose”
      And the gates decide: Leo approves at legal, Rosa approves at regulatory
      When Olga answers every request and resubmits it unchanged
      Then Mia, Max can act at medical

    Scenario: Nobody sends a reminder by hand
      Given it becomes Monday 16 November, 17:00
      When Karl tries to remind the reviewers of medical by hand
      Then it is refused: “Reminders and escalations come from the clock.”
      And no reminder went out
