package io.streambus.connect.offset;

class TargetLogTest extends ProvenanceReaderContract {

    @Override
    ProvenanceReader reader(long logStart) {
        TargetLog log = new TargetLog();
        for (long source : COPIES) {
            if (source < 0) {
                log.stranger();
            } else {
                log.copy(source);
            }
        }
        log.deleteBefore(logStart);
        return log;
    }
}
