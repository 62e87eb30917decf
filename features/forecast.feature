Feature: Forecast
  Before a policy governs anyone, everybody can see how long records will take under it, where they wait, and what a
  change would buy. The law that will judge them is the law that is simulated.

  Background:
    Given a forecast of the policy “leaflet” with 200 records

  Scenario: Where the days go
    Then the forecast names the days for most and for the slowest records
    And for each gate how much is waiting and how much is working
    And for each pool how busy it is and how many reviews wait

  Scenario: Every figure says where it comes from
    Then every figure that went in names its source
    And the share that medical approves at first sight comes from published figures

  Scenario: The same question has the same answer
    When the forecast is made again
    Then both say the same

  Scenario: A change beside what is in force
    When legal is left out in a proposed change
    Then the change saves review hours, and the interval says so
    And a change that changes nothing saves nothing
