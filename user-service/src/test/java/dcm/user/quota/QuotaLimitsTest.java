package dcm.user.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.quota.Quota;
import dcm.contract.quota.Resource;
import dcm.rest.problem.StrictJson;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaLimitsTest {
    @Test
    void limitsMissingInTheRequestStayUnset() throws Exception {
        assertThat(read("{}").toQuota()).isEqualTo(Quota.NONE);
        assertThat(read("{\"containers\": 0}").toQuota()).isEqualTo(new Quota(Map.of(Resource.CONTAINERS, 0L)));
    }

    @ParameterizedTest
    @CsvSource({"2.5, 2500", "0.001, 1", "16, 16000", "-1, -1", "0, 0", "1e2, 100000", "-1.0, -1", "0.000, 0"})
    void cpusAreCountedInThousandths(String cpus, long milliCpus) throws Exception {
        assertThat(read("{\"cpus\": " + cpus + "}").toQuota().limit(Resource.MILLI_CPUS))
                .contains(milliCpus);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"cpus\": 0.0001}",
                "{\"cpus\": -0.5}",
                "{\"cpus\": 1e20000000}",
                "{\"cpus\": 1e-20000000}",
                "{\"containers\": -2}",
                "{\"imageMiB\": 1000000000001}"
            })
    void invalidLimitIsRejectedWithTheAllowedValues(String json) {
        assertThatThrownBy(() -> read(json).toQuota())
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("or -1 for no limit");
    }

    @Test
    void limitsAreWrittenAndReadUnchanged() throws Exception {
        for (String json : new String[] {QuotaLimits.EXAMPLE, "{\"cpus\": -1, \"pids\": 0, \"running\": 3}"}) {
            Quota quota = read(json).toQuota();
            assertThat(QuotaLimits.of(quota).toQuota()).isEqualTo(quota);
        }
    }

    private static QuotaLimits read(String json) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        new StrictJson().customize(mapper);
        return mapper.readValue(json, QuotaLimits.class);
    }
}
