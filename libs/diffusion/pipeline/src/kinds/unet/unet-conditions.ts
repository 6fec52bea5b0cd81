import { tf } from '@braingen/engine';
import type { Conditions } from '@braingen/trainer';
import { withoutCondition, type Condition, type UNetConfig } from '@braingen/unet3d';
import type { Conditioning } from '../../conditions/conditioning.ts';
import type { EncodedCondition } from '../../conditions/encode.ts';

/** The part of the network's configuration that its conditions decide. */
export function conditionedNetwork({
  covariates,
  classes,
}: Conditioning): Pick<UNetConfig, 'numCovariates' | 'numClassEmbeds'> {
  return {
    ...(covariates.length > 0 && { numCovariates: covariates.length }),
    ...(classes && { numClassEmbeds: classes.values.length }),
  };
}

/** The condition of a batch from those of its volumes. */
export function conditionsFrom(
  conditioning: Conditioning,
  encoded: (volume: number) => EncodedCondition,
): Conditions<Condition> {
  return (batch) => {
    const each = batch.map(({ volume }) => encoded(volume));
    const condition: Condition = {
      ...(conditioning.covariates.length > 0 && {
        covariates: tf.tensor2d(each.map(({ covariates }) => [...covariates])),
      }),
      ...(conditioning.classes && {
        classes: tf.tensor1d(
          each.map((item) => item.class),
          'int32',
        ),
      }),
    };
    return withoutCondition(
      condition,
      batch.map(({ dropped }) => dropped),
    );
  };
}
