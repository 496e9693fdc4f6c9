package dcm.journey.support;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A service, and the delay after a request until it is killed. */
public record Fault(String service, int millis) {
    private static final List<String> SERVICES =
            List.of("command-service", "user-service", "projection-service", "runtime-worker");

    /** Delays in milliseconds. The exact moment is random, so there is no condition to wait for. */
    private static final List<Integer> MILLIS = List.of(0, 100, 400, 1500);

    /** One at random; all with {@code -Ddcm.faults=all}. */
    public static List<Fault> selected() {
        List<Fault> all = new ArrayList<>();
        SERVICES.forEach(service -> MILLIS.forEach(millis -> all.add(new Fault(service, millis))));
        if ("all".equals(System.getProperty("dcm.faults"))) {
            return all;
        }
        Collections.shuffle(all, new Random());
        return all.subList(0, 1);
    }

    /** Kills the service and waits until everything is healthy again. */
    public void inject(RunningStack stack) throws InterruptedException {
        Thread.sleep(millis);
        stack.kill(service);
        stack.up();
    }
}
