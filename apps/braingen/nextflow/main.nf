#!/usr/bin/env nextflow
// Preprocesses the scans of a BIDS folder, trains on them and draws synthetic volumes:
//   nextflow run node_modules/braingen/nextflow/main.nf --bids ds000011 --out run -resume
//   nextflow run ... -profile slurm --shards 20 --preset paper
// Each task does its share; what is done is kept when the same command is given again. A training that wants more time (status
// 85), or whose job was ended from outside, is started again and goes on from its last checkpoint.
nextflow.enable.dsl = 2

params.bids = null
params.out = null
params.shards = 4
params.count = 8
params.preset = 'hour'
params.config = null
params.braingen = "$projectDir/../bin/braingen.js"

if (!params.bids || !params.out) error 'usage: nextflow run main.nf --bids BIDS_DIR --out RUN_DIR [--shards N] [--preset NAME | --config FILE] [--count N]'

// As text: of a folder's path Nextflow would take its date into account, and repeat everything with -resume.
bids = file(params.bids).toAbsolutePath().toString()
out = file(params.out).toAbsolutePath().toString()
chosen = params.config ? "--config '${file(params.config).toAbsolutePath()}'" : "--preset ${params.preset}"
// Not through npx, which passes on neither signals nor the status 85.
braingen = "node '${file(params.braingen).toAbsolutePath()}'"

process preprocess {
    input:
    val shard

    output:
    val shard

    script:
    """
    ${braingen} preprocess '${bids}' '${out}/preprocessed' participant --shard ${shard}/${params.shards} --threads ${task.cpus}
    """
}

process train {
    errorStrategy { task.exitStatus == 85 || task.exitStatus in 130..145 ? 'retry' : 'terminate' }
    maxRetries 1000

    input:
    val shards

    output:
    val true

    script:
    """
    ${braingen} train '${out}/preprocessed' '${out}' ${chosen} --resume --threads ${task.cpus}
    """
}

process sample {
    input:
    tuple val(shard), val(trained)

    script:
    """
    ${braingen} sample '${out}' '${out}/samples' --count ${params.count} --shard ${shard}/${params.shards} --threads ${task.cpus}
    """
}

workflow {
    shards = Channel.of(1..params.shards)
    // Sorted: with -resume the training is one that was done before.
    trained = train(preprocess(shards).toSortedList())
    sample(shards.combine(trained))
}
