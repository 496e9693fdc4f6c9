package dcm.projection.rest;

import java.math.BigDecimal;

/** Thousandths of CPUs as people write CPUs. */
final class Cpus {
    private Cpus() {}

    static BigDecimal of(long milliCpus) {
        BigDecimal cpus = BigDecimal.valueOf(milliCpus, 3).stripTrailingZeros();
        return cpus.scale() < 0 ? cpus.setScale(0) : cpus;
    }
}
