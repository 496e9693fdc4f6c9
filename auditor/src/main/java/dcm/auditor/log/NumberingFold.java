package dcm.auditor.log;

import java.util.ArrayList;
import java.util.List;

/** Finds missing and duplicate sequence numbers of one aggregate. */
final class NumberingFold {
    private long last;
    private final List<Long> missing = new ArrayList<>();
    private final List<Long> doubled = new ArrayList<>();

    void add(long sequence) {
        if (sequence > last) {
            for (long between = last + 1; between < sequence; between++) {
                missing.add(between);
            }
            last = sequence;
        } else if (!missing.remove(sequence)) {
            doubled.add(sequence);
        }
    }

    Numbering end() {
        return new Numbering(last, missing, doubled);
    }
}
