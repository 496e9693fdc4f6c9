package dcm.worker;

import dcm.worker.storage.Homes;
import dcm.worker.storage.HomesArrival;

/** What requests about homes that are moved to another host need. */
public record MovedHomes(Homes homes, HomesArrival arrival) {}
