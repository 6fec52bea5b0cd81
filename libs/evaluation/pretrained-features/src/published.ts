/** Weights that are downloaded by name. */
export type PublishedName = 'medicalnet-10' | 'medicalnet-50';

export interface Published {
  readonly file: string;
  /** Of Hugging Face's repositories. */
  readonly repository: string;
  readonly sha256: string;
  readonly licence: string;
}

/** MedicalNet as its authors publish it. RadImageNet's weights go round in several forms and places: they are given as a file. */
export const published: Readonly<Record<PublishedName, Published>> = {
  'medicalnet-10': {
    file: 'resnet_10_23dataset.pth',
    repository: 'TencentMedicalNet/MedicalNet-Resnet10',
    sha256: 'afa8055f3e47f4a18239495d92a7abc587902c69c31c743de2b2784653b72605',
    licence: 'MIT',
  },
  'medicalnet-50': {
    file: 'resnet_50_23dataset.pth',
    repository: 'TencentMedicalNet/MedicalNet-Resnet50',
    sha256: 'ff48a62219073fb977fd3f4ddfb8dc1367f0ec156c8d6f6c37e205bd683a246e',
    licence: 'MIT',
  },
};
