package dcm.shell.screen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jline.utils.AttributedString;

/**
 * Shows the progress of a long operation. A terminal gets one animated line that disappears at the end; other outputs
 * get a line on standard error for each step. Short operations show nothing. Thread-safe.
 */
public final class ProgressDisplay implements AutoCloseable {
    private static final Duration SOON = Duration.ofMillis(400);
    private static final Duration SOON_ELSEWHERE = Duration.ofSeconds(2);
    private static final Duration TURN = Duration.ofMillis(100);
    private static final String WHEEL = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private static final String BACK_AND_CLEAR = "\r\u001b[K";

    private final Screen screen;
    private final long began = System.nanoTime();
    private final int count;
    private final LinkedHashMap<String, String> latest = new LinkedHashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, String> amounts = new LinkedHashMap<>();
    private final List<String> untold = new ArrayList<>();
    private final Thread turning;
    private boolean shown;
    private boolean ended;

    /** The progress of one subject. */
    public ProgressDisplay(Screen screen) {
        this(screen, 1);
    }

    /** The progress of several subjects, which are numbered in this order. */
    public ProgressDisplay(Screen screen, List<String> subjects) {
        this(screen, subjects.size());
        subjects.forEach(this::number);
    }

    /** The progress of this many subjects, which are numbered in the order of their first steps. */
    public ProgressDisplay(Screen screen, int count) {
        screen.pager().stop();
        this.screen = screen;
        this.count = count;
        this.turning = Thread.ofVirtual().unstarted(this::turn);
        if (screen.terminal()) {
            turning.start();
        }
    }

    /** Adds a subject. */
    public synchronized void begin(String subject) {
        latest.put(subject, subject + ": requested");
    }

    /** Sets the current step of a subject. */
    public synchronized void step(String subject, String sentence) {
        String line = count > 1 ? "%d of %d: %s".formatted(number(subject), count, sentence) : sentence;
        latest.remove(subject);
        latest.put(subject, line);
        if (!screen.terminal()) {
            print(line);
        }
    }

    /** Sets how much of a subject is done. Only a terminal shows each amount; other outputs get the last one. */
    public synchronized void amount(String subject, String sentence) {
        latest.put(subject, sentence);
        amounts.put(subject, sentence);
    }

    private int number(String subject) {
        return numbers.computeIfAbsent(subject, one -> numbers.size() + 1);
    }

    private void print(String line) {
        untold.add(line);
        if (System.nanoTime() - began > SOON_ELSEWHERE.toNanos()) {
            untold.forEach(screen::printError);
            untold.clear();
        }
    }

    /** Clears the progress line so that a result can be printed; the next refresh shows it again. */
    public synchronized void makeRoom() {
        if (shown) {
            screen.err().print(BACK_AND_CLEAR);
            screen.err().flush();
            shown = false;
        }
    }

    /** Removes a subject. */
    public synchronized void done(String subject) {
        latest.remove(subject);
        String amount = amounts.remove(subject);
        if (amount != null && !screen.terminal()) {
            print(amount);
        }
    }

    private void turn() {
        try {
            Thread.sleep(SOON);
            for (int turn = 0; show(turn); turn++) {
                Thread.sleep(TURN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean show(int turn) {
        if (ended) {
            return false;
        }
        String newest = latest.isEmpty() ? "" : latest.lastEntry().getValue();
        String others = latest.size() > 1 ? " and %d more".formatted(latest.size() - 1) : "";
        String line = "%s %s%s … %.1f s"
                .formatted(WHEEL.charAt(turn % WHEEL.length()), newest, others, (System.nanoTime() - began) / 1e9);
        screen.err()
                .print(BACK_AND_CLEAR
                        + new AttributedString(PlainText.line(line)).columnSubSequence(0, screen.width() - 1));
        screen.err().flush();
        shown = true;
        return true;
    }

    @Override
    public void close() {
        synchronized (this) {
            ended = true;
            makeRoom();
        }
        turning.interrupt();
    }
}
