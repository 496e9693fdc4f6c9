package dcm.contract.quota;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A resource that quotas limit. Usage is counted over all containers and images of an owner. */
public enum Resource {
    /** Containers, running or not. */
    @JsonProperty("containers")
    CONTAINERS("containers", ""),

    /** Containers that are running or paused. */
    @JsonProperty("running")
    RUNNING("running containers", ""),

    /** Thousandths of CPUs that all containers may use, running or not, not counting CPUs from a preset. */
    @JsonProperty("milliCpus")
    MILLI_CPUS("CPUs", ""),

    /** Memory that all containers may use, running or not, not counting memory from a preset. */
    @JsonProperty("memoryMiB")
    MEMORY_MIB("memory", "MiB"),

    /** Processes that all containers may have, running or not, not counting processes from a preset. */
    @JsonProperty("pids")
    PIDS("processes", ""),

    /** Ports that all containers publish, running or not, not counting SSH ports. */
    @JsonProperty("ports")
    PORTS("published ports", ""),

    /** The owner's images. */
    @JsonProperty("images")
    IMAGES("images", ""),

    /** The size of the owner's images without their base images. */
    @JsonProperty("imageMiB")
    IMAGE_MIB("image storage", "MiB"),

    /** The size of the owner's homes. */
    @JsonProperty("homeMiB")
    HOME_MIB("home directory storage", "MiB");

    /** An amount of this value means that there is no limit. */
    public static final long UNLIMITED = -1;

    private final String noun;
    private final String unit;

    Resource(String noun, String unit) {
        this.noun = noun;
        this.unit = unit;
    }

    /** The resource's name in a sentence, such as {@code published ports}. */
    public String noun() {
        return noun;
    }

    /** An amount with its unit, such as {@code 512 MiB}; milli-CPUs as CPUs. */
    public String amount(long amount) {
        if (amount == UNLIMITED) {
            return "unlimited";
        }
        if (this == MILLI_CPUS) {
            return "%d.%02d".formatted(amount / 1000, amount % 1000 / 10);
        }
        return unit.isEmpty() ? Long.toString(amount) : amount + " " + unit;
    }
}
