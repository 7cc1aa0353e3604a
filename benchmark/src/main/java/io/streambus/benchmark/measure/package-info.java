/** What a contender costs and brings: samples of a target's growth, of a process's accounts, and times of single records. */
package io.streambus.benchmark.measure;
