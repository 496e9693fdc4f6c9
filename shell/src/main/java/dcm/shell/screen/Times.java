package dcm.shell.screen;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Formats durations and sizes. */
public final class Times {
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private static final int UNITS_BEFORE_THE_NEXT = 2;

    private Times() {}

    /** An instant in the time zone of this process, such as {@code 2026-11-25 15:00:00}. */
    public static String local(String instant) {
        return instant.isEmpty() ? "" : LOCAL.format(Instant.parse(instant));
    }

    /** The time since an instant, such as {@code 5min}. */
    public static String since(String instant, Instant now) {
        return instant.isEmpty() ? "" : of(Duration.between(Instant.parse(instant), now));
    }

    static String of(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < UNITS_BEFORE_THE_NEXT * 60) {
            return seconds + "s";
        }
        if (seconds < UNITS_BEFORE_THE_NEXT * 3600) {
            return seconds / 60 + "min";
        }
        return seconds < UNITS_BEFORE_THE_NEXT * 86_400 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
    }

    /** A number of bytes as text, such as {@code 239 MiB}. */
    public static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double size = bytes;
        String[] units = {"KiB", "MiB", "GiB", "TiB"};
        int unit = -1;
        while (size >= 1023.5 && unit < units.length - 1) {
            size /= 1024;
            unit++;
        }
        return size < 10 ? "%.1f %s".formatted(size, units[unit]) : "%.0f %s".formatted(size, units[unit]);
    }
}
