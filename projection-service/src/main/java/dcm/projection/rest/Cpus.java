package dcm.projection.rest;

import java.math.BigDecimal;

/** Converts thousandths of CPUs to a decimal number without trailing zeros. */
final class Cpus {
    private Cpus() {}

    static BigDecimal of(long milliCpus) {
        BigDecimal cpus = BigDecimal.valueOf(milliCpus, 3).stripTrailingZeros();
        return cpus.scale() < 0 ? cpus.setScale(0) : cpus;
    }
}
