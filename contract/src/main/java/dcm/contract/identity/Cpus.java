package dcm.contract.identity;

import java.math.BigDecimal;

/** Numbers of CPUs as users read and write them. */
public final class Cpus {
    private Cpus() {}

    /** Thousandths of CPUs as a decimal number without trailing zeros, such as 0.5 or 10. */
    public static BigDecimal ofThousandths(long milliCpus) {
        BigDecimal cpus = BigDecimal.valueOf(milliCpus, 3).stripTrailingZeros();
        return cpus.scale() < 0 ? cpus.setScale(0) : cpus; // 10, not 1E+1
    }
}
