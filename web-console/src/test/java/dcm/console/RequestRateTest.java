package dcm.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestRateTest {
    private final RequestRate rate = new RequestRate(1, 2);

    @Test
    void addressWithTooManyRequestsMustWaitAndOthersNeedNot() {
        rate.count("192.0.2.7");
        rate.count("192.0.2.7");

        assertThat(rate.count("192.0.2.7").orElseThrow()).isBetween(1L, 2L);
        assertThat(rate.count("192.0.2.8")).isEmpty();
    }
}
