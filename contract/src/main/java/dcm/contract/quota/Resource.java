package dcm.contract.quota;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Something of which a quota limits how much an owner has, all her containers and images together. */
public enum Resource {
    /** How many there are, running or not. */
    @JsonProperty("containers")
    CONTAINERS("containers", ""),

    /** How many of them run or are paused. */
    @JsonProperty("running")
    RUNNING("running containers", ""),

    /** Thousandths of CPUs that all containers may use, running or not, but those of a preset. */
    @JsonProperty("milliCpus")
    MILLI_CPUS("CPUs", ""),

    /** Memory that all containers may use, running or not, but that of a preset. */
    @JsonProperty("memoryMiB")
    MEMORY_MIB("memory", "MiB"),

    /** Processes that all containers may have, running or not, but those of a preset. */
    @JsonProperty("pids")
    PIDS("processes", ""),

    /** Ports that all containers publish, running or not; those for SSH are not counted. */
    @JsonProperty("ports")
    PORTS("published ports", ""),

    /** Images of her own. */
    @JsonProperty("images")
    IMAGES("images", ""),

    /** What her images hold beyond the base images that they come from. */
    @JsonProperty("imageMiB")
    IMAGE_MIB("images' space", "MiB"),

    /** What is in her home directories. */
    @JsonProperty("homeMiB")
    HOME_MIB("home directories' space", "MiB");

    private final String noun;
    private final String unit;

    Resource(String noun, String unit) {
        this.noun = noun;
        this.unit = unit;
    }

    /** What it is called in a sentence, {@code published ports}. */
    public String noun() {
        return noun;
    }

    /** An amount of it, with its unit, {@code 512 MiB}; milli-CPUs as CPUs. */
    public String amount(long amount) {
        if (amount == Quota.UNLIMITED) {
            return "unlimited";
        }
        if (this == MILLI_CPUS) {
            return "%d.%02d".formatted(amount / 1000, amount % 1000 / 10);
        }
        return unit.isEmpty() ? Long.toString(amount) : amount + " " + unit;
    }
}
