package dcm.projection.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.quota.Resource;
import dcm.contract.quota.ResourceUsage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImageUsageTest {
    private static final long MIB = 1L << 20;

    @Test
    void untaggedImageCountsWhileItIsUsedAndItsSizeUntilItIsDeleted() {
        assertThat(ImageUsage.sum(List.of(
                        new ImageUsage("alice", "tools:1", MIB, true, false),
                        new ImageUsage("alice", "tools:1", 0, true, false),
                        new ImageUsage("alice", "tools:0", MIB + 1, false, true),
                        new ImageUsage("alice", "tools:0", MIB, false, false))))
                .isEqualTo(new ResourceUsage(Map.of(Resource.IMAGES, 2L, Resource.IMAGE_MIB, 4L)));
    }
}
