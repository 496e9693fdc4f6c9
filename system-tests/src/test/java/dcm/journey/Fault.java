package dcm.journey;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A service, and how long after something was asked for it is killed. */
record Fault(String service, int millis) {
    private static final List<String> SERVICES =
            List.of("command-service", "user-service", "projection-service", "runtime-worker");

    /** When exactly is chance, and no condition could be waited for. */
    private static final List<Integer> MILLIS = List.of(0, 100, 400, 1500);

    /** One drawn at random; all with {@code -Ddcm.faults=all}. */
    static List<Fault> drawn() {
        List<Fault> all = new ArrayList<>();
        SERVICES.forEach(service -> MILLIS.forEach(millis -> all.add(new Fault(service, millis))));
        if ("all".equals(System.getProperty("dcm.faults"))) {
            return all;
        }
        Collections.shuffle(all, new Random());
        return all.subList(0, 1);
    }

    /** Lets it happen, and everything be healthy again. */
    void happen(RunningStack stack) throws InterruptedException {
        Thread.sleep(millis);
        stack.kill(service);
        stack.up();
    }
}
