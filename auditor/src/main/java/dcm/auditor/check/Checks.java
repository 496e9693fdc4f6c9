package dcm.auditor.check;

import java.util.List;

/** All checks except {@link AnswersMatchLog}, which needs the received answers. */
public final class Checks {
    public static final List<Check> ALL = List.of(
            new IntentsEndOnce(),
            new EventsAreNumbered(),
            new RecordsAreDecidedOnce(),
            new OrdersFollowEvents(),
            new DesiredStateFollowsEvents(),
            new PortsAreHeldOnce(),
            new QuotasAreKept(),
            new UsageIsExact(),
            new ViewsAreCurrent(),
            new IntentRowsMatch(),
            new ContainerRowsMatch(),
            new PortRowsMatch(),
            new ImageRowsMatch(),
            new ContainersAreOnTheirHosts(),
            new EngineMatchesLog(),
            new ContainersMatchSpec());

    private Checks() {}
}
